import { refuseArchive } from "./refusal.ts";

export const BLOCK_BYTES = 512;

/** What a tar says of the entry whose header stands at an offset. Source: POSIX.1-2017, pax, "ustar Interchange Format". */
export interface TarHeader {
  name: string;
  size: number;
  /** One character; old archives have NUL for a file. */
  type: string;
}

const latin1 = new TextDecoder("latin1");
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Text of UTF-8, or `undefined` where the bytes are none. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function untilNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

/** An octal number, or where the first bit is set a binary one of as many bytes. */
function numberIn(field: Uint8Array, entry: number): number {
  const first = field[0] ?? 0;
  if (first >= 0x80) {
    let value = first & 0x7f;
    for (const byte of field.subarray(1)) {
      value = value * 256 + byte;
      if (value > Number.MAX_SAFE_INTEGER) refuseArchive("malformed", entry);
    }
    return value;
  }
  const digits = latin1
    .decode(field)
    .replace(/[\0 ]+$/, "")
    .replace(/^ +/, "");
  if (!/^[0-7]*$/.test(digits)) refuseArchive("malformed", entry);
  return digits === "" ? 0 : Number.parseInt(digits, 8);
}

/** The sum of the header's bytes, its own field counted as blanks; archivers of old took the bytes as signed. */
function checkSum(block: Uint8Array, entry: number): void {
  let unsigned = 0;
  let signed = 0;
  for (const [index, byte] of block.entries()) {
    const counted = index >= 148 && index < 156 ? 0x20 : byte;
    unsigned += counted;
    signed += counted > 127 ? counted - 256 : counted;
  }
  const stated = numberIn(block.subarray(148, 156), entry);
  if (stated !== unsigned && stated !== signed) refuseArchive("corrupt", entry);
}

/** Reads one header. The name is `undefined` where it is no UTF-8: an extended header may have another. */
export function readTarHeader(
  block: Uint8Array,
  entry: number,
): Omit<TarHeader, "name"> & { name: string | undefined } {
  checkSum(block, entry);
  const magic = latin1.decode(block.subarray(257, 263));
  const short = utf8Text(untilNul(block.subarray(0, 100)));
  // GNU's own format has times where POSIX has the front part of a long path.
  const prefix = magic === "ustar\0" ? utf8Text(untilNul(block.subarray(345, 500))) : "";
  const name = short === undefined || prefix === undefined ? undefined : prefix === "" ? short : `${prefix}/${short}`;
  return { name, size: numberIn(block.subarray(124, 136), entry), type: String.fromCharCode(block[156] ?? 0) };
}

export function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}
