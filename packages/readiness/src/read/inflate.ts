import { limits } from "@operator/contract";
import { Gunzip, Inflate, inflateSync } from "fflate";
import { INFLATE_STEP_BYTES, MAX_PACKED_AT_ONCE_BYTES, MAX_TAR_BYTES } from "../limits.ts";
import { crc32 } from "./crc32.ts";
import { Refused, refuseArchive } from "./refusal.ts";
import type { Unpacking } from "./unpacking.ts";

/** The library's code of an error for data that ends too early. */
const UNEXPECTED_END = 0;

/** Unpacked bytes, counted as they come: `onOverflow` ends the unpacking with the first chunk that is too much. */
class Unpacked {
  readonly #limit: number;
  readonly #onOverflow: () => never;
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  constructor(limit: number, onOverflow: () => never) {
    this.#limit = limit;
    this.#onOverflow = onOverflow;
  }

  add(chunk: Uint8Array): void {
    if (this.#length + chunk.length > this.#limit) this.#onOverflow();
    if (chunk.length > 0) this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  bytes(): Uint8Array {
    const all = new Uint8Array(this.#length);
    let at = 0;
    for (const chunk of this.#chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  }
}

/** What the library throws is about the archive; it has no other input. */
function refuseError(error: unknown, entry: number | undefined): never {
  if (error instanceof Refused) throw error;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return refuseArchive(code === UNEXPECTED_END ? "truncated" : "corrupt", entry);
}

function pushInSteps(stream: Inflate | Gunzip, packed: Uint8Array, entry: number | undefined): void {
  try {
    for (let at = 0; at < packed.length; at += INFLATE_STEP_BYTES) {
      const end = Math.min(at + INFLATE_STEP_BYTES, packed.length);
      stream.push(packed.subarray(at, end), end === packed.length);
    }
  } catch (error) {
    refuseError(error, entry);
  }
}

/** Into a buffer of one byte more than there should be: a second one is not kept, and the first one tells the lie. */
function inflateAtOnce(packed: Uint8Array, size: number, entry: number): Uint8Array {
  try {
    const bytes = inflateSync(packed, { out: new Uint8Array(size + 1) });
    return bytes.length === size ? bytes : refuseArchive("lying_size", entry);
  } catch (error) {
    return refuseError(error, entry);
  }
}

/** Opens the deflated content of one file of a zip, which must be as long as it was said to be. */
export function inflateExactly(
  packed: Uint8Array,
  size: number,
  entry: number,
  unpacking: Unpacking | undefined,
): Uint8Array {
  if (packed.length === 0) refuseArchive("truncated", entry);
  if (unpacking !== undefined) {
    const bytes = unpacking.inflateRaw(packed, Math.max(size, 1));
    if (typeof bytes !== "string") return bytes.length === size ? bytes : refuseArchive("lying_size", entry);
    return refuseArchive(bytes === "too_large" ? "lying_size" : bytes, entry);
  }
  if (packed.length <= MAX_PACKED_AT_ONCE_BYTES) return inflateAtOnce(packed, size, entry);
  const unpacked = new Unpacked(size, () => refuseArchive("lying_size", entry));
  pushInSteps(new Inflate((chunk) => unpacked.add(chunk)), packed, entry);
  const bytes = unpacked.bytes();
  if (bytes.length !== size) refuseArchive("lying_size", entry);
  return bytes;
}

const word = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, true);

/**
 * Opens a gzip of one or more members, as far as a project can be long. Checksums and lengths at the end of each member are
 * checked here where the library unpacks, because it reads over them. Source: RFC 1952.
 */
export function gunzip(packed: Uint8Array, unpacking: Unpacking | undefined): Uint8Array {
  if (packed.length < 18) refuseArchive("truncated");
  const refuseSize = (): never => {
    throw new Refused({ kind: "too_large", limit: limits.MAX_PROJECT_BYTES });
  };
  if (unpacking !== undefined) {
    const bytes = unpacking.gunzip(packed, MAX_TAR_BYTES);
    if (typeof bytes !== "string") return bytes;
    return bytes === "too_large" ? refuseSize() : refuseArchive(bytes);
  }
  const unpacked = new Unpacked(MAX_TAR_BYTES, refuseSize);
  let sum = 0;
  let length = 0;
  const endMember = (end: number): void => {
    if (end < 8 || word(packed, end - 8) !== sum) refuseArchive("corrupt");
    if (word(packed, end - 4) !== length) refuseArchive("lying_size");
    sum = 0;
    length = 0;
  };
  const stream = new Gunzip((chunk) => {
    unpacked.add(chunk);
    sum = crc32(chunk, sum);
    length += chunk.length;
  });
  stream.onmember = endMember;
  pushInSteps(stream, packed, undefined);
  endMember(packed.length);
  return unpacked.bytes();
}
