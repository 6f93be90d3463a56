import { deflateSync } from "fflate";
import { crc32 } from "../src/read/crc32.ts";

// Archives written by hand, because archivers do not write what is refused.

const encoder = new TextEncoder();

export function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export interface TarItem {
  name: string | Uint8Array;
  content?: string | Uint8Array;
  /** `0` where it is absent. */
  type?: string;
  /** What the header says, where that is not the length of the content. */
  size?: number;
  magic?: string;
}

const bytesOf = (text: string | Uint8Array): Uint8Array => (typeof text === "string" ? encoder.encode(text) : text);

function tarItem({ name, content = "", type = "0", size, magic = "ustar\x0000" }: TarItem): Uint8Array {
  const body = bytesOf(content);
  const header = new Uint8Array(512);
  header.set(bytesOf(name).subarray(0, 100));
  header.set(encoder.encode("0000644\0"), 100);
  header.set(encoder.encode(`${(size ?? body.length).toString(8).padStart(11, "0")}\0`), 124);
  header.set(encoder.encode(type), 156);
  header.set(encoder.encode(magic), 257);
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.set(encoder.encode(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
  return joined(header, body, new Uint8Array((512 - (body.length % 512)) % 512));
}

const END_OF_TAR = new Uint8Array(1024);

export function tar(...items: readonly TarItem[]): Uint8Array<ArrayBuffer> {
  return joined(...items.map(tarItem), END_OF_TAR);
}

/** A record of an extended header, with its own length in front. */
export function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const length = encoder.encode(rest).length;
  let total = length + 1;
  while (String(total).length + length !== total) total = String(total).length + length;
  return `${total}${rest}`;
}

export interface ZipItem {
  name: string | Uint8Array;
  content?: string;
  /** The mode on Unix. */
  mode?: number;
  flags?: number;
  method?: number;
  /** What both headers say, where that is not true. */
  size?: number;
  crc?: number;
  /** The name in front of the content, where it is another one than the directory's. */
  localName?: string;
  /** Points at the content of the first entry. */
  shared?: boolean;
}

function fields(...sized: readonly (readonly [bytes: 2 | 4, value: number])[]): Uint8Array {
  const all = new Uint8Array(sized.reduce((sum, [bytes]) => sum + bytes, 0));
  const view = new DataView(all.buffer);
  let at = 0;
  for (const [bytes, value] of sized) {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += bytes;
  }
  return all;
}

export function zip(...items: readonly ZipItem[]): Uint8Array<ArrayBuffer> {
  let body: Uint8Array = new Uint8Array();
  let directory: Uint8Array = new Uint8Array();
  for (const { name, content = "", mode = 0o100644, flags = 0, method = 8, localName, shared, ...stated } of items) {
    const raw = encoder.encode(content);
    const packed = method === 8 ? deflateSync(raw) : raw;
    const [crc, size] = [stated.crc ?? crc32(raw), stated.size ?? raw.length];
    const common = [
      [2, method],
      [4, 0],
      [4, crc],
      [4, packed.length],
      [4, size],
    ] as const;
    const [inside, outside] = [bytesOf(localName ?? name), bytesOf(name)];
    const offset = shared === true ? 0 : body.length;
    const local = fields([4, 0x04034b50], [2, 20], [2, flags], ...common, [2, inside.length], [2, 0]);
    if (shared !== true) body = joined(body, local, inside, packed);
    const entry = fields(
      ...([
        [4, 0x02014b50],
        [2, (3 << 8) | 20],
        [2, 20],
        [2, flags],
      ] as const),
      ...common,
      ...([
        [2, outside.length],
        [2, 0],
        [2, 0],
        [2, 0],
        [2, 0],
        [2, 0],
        [2, mode],
        [4, offset],
      ] as const),
    );
    directory = joined(directory, entry, outside);
  }
  const count = items.length;
  const end = fields([4, 0x06054b50], [4, 0], [2, count], [2, count], [4, directory.length], [4, body.length], [2, 0]);
  return joined(body, directory, end);
}
