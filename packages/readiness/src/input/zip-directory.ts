import { Unreadable } from "./refusal.ts";

/** A file of a zip as its central directory has it. Source: PKWARE APPNOTE 6.3, sections 4.3.12 and 4.4. */
export interface ZipEntry {
  name: string;
  isDirectory: boolean;
  /** 0 for stored, 8 for deflated. */
  method: number;
  /** The packed bytes. */
  packed: Uint8Array;
  size: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const MAX_COMMENT_BYTES = 0xffff;
const ENCRYPTED = 0x0001;
/** What a field of 16 or 32 bits says when the number stands elsewhere, as in archives larger than any project. */
const ELSEWHERE = 0xffffffff;
const UNIX = 3;
const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;
const DIRECTORY = 0o040000;

function invalid(): Unreadable {
  return new Unreadable({ kind: "invalid_archive" });
}

function endOf(view: DataView): number {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= 0 && at >= last - MAX_COMMENT_BYTES; at--) {
    // The comment has to end where the archive does: other places only look like the end.
    if (view.getUint32(at, true) === END && at + END_BYTES + view.getUint16(at + 20, true) === view.byteLength)
      return at;
  }
  throw invalid();
}

function nameAt(bytes: Uint8Array, at: number, length: number): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(at, at + length));
  } catch {
    throw invalid();
  }
}

/** Refuses what is neither a file nor a folder, where the archive was made by a system that has more. */
function checkType(madeBy: number, mode: number): void {
  const type = mode & FILE_TYPE;
  if (madeBy >> 8 !== UNIX || type === 0 || type === REGULAR || type === DIRECTORY) return;
  throw new Unreadable({ kind: "unsafe_path" });
}

/** The packed bytes of an entry, behind the local header, which has to name the same file. */
function packedAt(bytes: Uint8Array, view: DataView, local: number, size: number, name: string): Uint8Array {
  if (local + LOCAL_BYTES > bytes.length || view.getUint32(local, true) !== LOCAL) throw invalid();
  const nameLength = view.getUint16(local + 26, true);
  const start = local + LOCAL_BYTES + nameLength + view.getUint16(local + 28, true);
  if (nameAt(bytes, local + LOCAL_BYTES, nameLength) !== name || start + size > bytes.length) throw invalid();
  return bytes.subarray(start, start + size);
}

/**
 * The entries of a zip by its central directory: only that says what is a link. Archives in several parts, of the large
 * form, and encrypted ones are refused.
 *
 * @throws Unreadable
 */
export function* zipEntries(bytes: Uint8Array): Generator<ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (view.getUint16(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== count) throw invalid();
  for (let index = 0; index < count; index++) {
    if (at + CENTRAL_BYTES > end || view.getUint32(at, true) !== CENTRAL) throw invalid();
    const [packedSize, size, local] = [at + 20, at + 24, at + 42].map((place) => view.getUint32(place, true));
    if (packedSize === undefined || size === undefined || local === undefined) throw invalid();
    if ([packedSize, size, local].includes(ELSEWHERE)) throw invalid();
    if ((view.getUint16(at + 8, true) & ENCRYPTED) !== 0) throw invalid();
    const nameLength = view.getUint16(at + 28, true);
    if (at + CENTRAL_BYTES + nameLength > end) throw invalid();
    const name = nameAt(bytes, at + CENTRAL_BYTES, nameLength);
    const mode = view.getUint32(at + 38, true) >>> 16;
    checkType(view.getUint16(at + 4, true), mode);
    yield {
      name,
      isDirectory: name.endsWith("/"),
      method: view.getUint16(at + 10, true),
      packed: packedAt(bytes, view, local, packedSize, name),
      size,
    };
    at += CENTRAL_BYTES + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  if (at !== end) throw invalid();
}
