import { refuseArchive } from "./refusal.ts";

/** What the directory of a zip says of one entry. Source: APPNOTE.TXT 6.3.10, section 4.3.12. */
export interface ZipEntry {
  index: number;
  flags: number;
  method: number;
  crc: number;
  packedSize: number;
  size: number;
  name: Uint8Array;
  /** The upper half of the external attributes: the mode of a file on Unix, 0 elsewhere. */
  mode: number;
  offset: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;
const DIRECTORY_ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
/** Stands where the value is in a record of ZIP64, which 8 MiB never need. */
const IN_ZIP64 = 0xffffffff;

function endOf(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - END_BYTES - MAX_COMMENT_BYTES);
  for (let at = view.byteLength - END_BYTES; at >= lowest; at -= 1) {
    // A comment that looks like an end of a directory does not reach to the end of the file.
    if (view.getUint32(at, true) !== END_OF_DIRECTORY) continue;
    if (at + END_BYTES + view.getUint16(at + 20, true) === view.byteLength) return at;
  }
  return refuseArchive("truncated");
}

function readEntry(bytes: Uint8Array, view: DataView, at: number, index: number): { entry: ZipEntry; next: number } {
  if (at + ENTRY_BYTES > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY)
    refuseArchive("malformed", index);
  const nameBytes = view.getUint16(at + 28, true);
  const nameEnd = at + ENTRY_BYTES + nameBytes;
  const next = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  if (next > bytes.length) refuseArchive("malformed", index);
  const entry: ZipEntry = {
    index,
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packedSize: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    name: bytes.subarray(at + ENTRY_BYTES, nameEnd),
    mode: view.getUint16(at + 40, true),
    offset: view.getUint32(at + 42, true),
  };
  if ([entry.packedSize, entry.size, entry.offset].includes(IN_ZIP64)) refuseArchive("unsupported", index);
  return { entry, next };
}

/** The entries of a zip's directory, and where the directory starts. */
export function readZipDirectory(bytes: Uint8Array): { entries: ZipEntry[]; start: number } {
  if (bytes.length < END_BYTES) refuseArchive("truncated");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  const start = view.getUint32(end + 16, true);
  const isWhole = view.getUint32(end + 4, true) === 0 && view.getUint16(end + 8, true) === count;
  if (count === 0xffff || start === IN_ZIP64 || !isWhole) refuseArchive("unsupported");
  if (start + view.getUint32(end + 12, true) !== end) refuseArchive("malformed");
  const entries: ZipEntry[] = [];
  let at = start;
  for (let index = 0; index < count; index += 1) {
    const read = readEntry(bytes, view, at, index);
    entries.push(read.entry);
    at = read.next;
  }
  if (at !== end) refuseArchive("malformed");
  return { entries, start };
}
