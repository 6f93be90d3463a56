import { CollectedFiles } from "./collected-files.ts";
import { crc32 } from "./crc32.ts";
import { inflateExactly } from "./inflate.ts";
import { Refused, refuseArchive, refuseKind } from "./refusal.ts";
import { utf8Text } from "./tar-header.ts";
import type { Unpacking } from "./unpacking.ts";
import { readZipDirectory, type ZipEntry } from "./zip-directory.ts";

const LOCAL_HEADER = 0x04034b50;
const LOCAL_BYTES = 30;
/** Flags: encrypted, strongly encrypted, and with the local header masked. */
const ENCRYPTED = 0x0001 | 0x0040 | 0x2000;
/** Flag: sizes and checksum stand behind the content and not in front of it. */
const SIZES_BEHIND = 0x0008;
const STORED = 0;
const DEFLATED = 8;

const KIND_OF_FILE = 0xf000;
const LINK = 0xa000;
const FOLDER = 0x4000;
const FILE = 0x8000;

function checkKind({ mode, index, flags }: ZipEntry, isFolder: boolean): void {
  if (flags & ENCRYPTED) refuseArchive("encrypted", index);
  const kind = mode & KIND_OF_FILE;
  if (kind === LINK) refuseKind("link", index);
  if (kind === 0 || kind === (isFolder ? FOLDER : FILE)) return;
  if (kind === FOLDER || kind === FILE) refuseArchive("malformed", index);
  refuseKind("special_file", index);
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at]);

/** The packed content of an entry. Its local header must say what the directory says: programs differ in which they believe. */
function packedContent(bytes: Uint8Array, entry: ZipEntry, directory: number): { content: Uint8Array; end: number } {
  const { index, offset } = entry;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (offset + LOCAL_BYTES > directory || view.getUint32(offset, true) !== LOCAL_HEADER)
    refuseArchive("malformed", index);
  const flags = view.getUint16(offset + 6, true);
  const nameEnd = offset + LOCAL_BYTES + view.getUint16(offset + 26, true);
  const start = nameEnd + view.getUint16(offset + 28, true);
  const end = start + entry.packedSize;
  if (flags & ENCRYPTED) refuseArchive("encrypted", index);
  if (end > directory) refuseArchive("lying_size", index);
  if (view.getUint16(offset + 8, true) !== entry.method) refuseArchive("malformed", index);
  if (!sameBytes(bytes.subarray(offset + LOCAL_BYTES, nameEnd), entry.name)) refuseArchive("malformed", index);
  const stated = [14, 18, 22].map((at) => view.getUint32(offset + at, true));
  const isTrue = [entry.crc, entry.packedSize, entry.size].every((value, at) => value === stated[at]);
  if (!isTrue && !(flags & SIZES_BEHIND)) refuseArchive("lying_size", index);
  return { content: bytes.subarray(start, end), end };
}

/** No two entries share bytes: a bomb of a few kilobytes would be made of one content with a thousand names. */
function checkOverlaps(spans: readonly { start: number; end: number; index: number }[]): void {
  const ordered = spans.toSorted((a, b) => a.start - b.start);
  for (const [at, { end }] of ordered.entries()) {
    const next = ordered[at + 1];
    if (next !== undefined && next.start < end) refuseArchive("malformed", next.index);
  }
}

/**
 * The files of a zip, as its directory lists them. Only files and folders are read; a link, an encrypted entry or one that is
 * packed in a rare way refuses the whole. Source: APPNOTE.TXT 6.3.10.
 */
export function readZip(bytes: Uint8Array, unpacking: Unpacking | undefined): Map<string, Uint8Array> {
  const { entries, start } = readZipDirectory(bytes);
  const files = new CollectedFiles<Uint8Array>();
  const spans: { start: number; end: number; index: number }[] = [];
  for (const entry of entries) {
    const { index } = entry;
    const name = utf8Text(entry.name);
    if (name === undefined) throw new Refused({ kind: "unsafe_path", reason: "not_utf8", entry: index });
    const isFolder = name.endsWith("/");
    checkKind(entry, isFolder);
    if (entry.method !== STORED && entry.method !== DEFLATED) refuseArchive("unsupported", index);
    const { content, end } = packedContent(bytes, entry, start);
    spans.push({ start: entry.offset, end, index });
    if (isFolder) {
      if (entry.size !== 0) refuseArchive("malformed", index);
      files.addFolder(name, index);
      continue;
    }
    const path = files.claim(name, index);
    files.takeRoom(entry.size);
    if (entry.method === STORED && content.length !== entry.size) refuseArchive("lying_size", index);
    const unpacked = entry.method === STORED ? content : inflateExactly(content, entry.size, index, unpacking);
    if (crc32(unpacked) !== entry.crc) refuseArchive("corrupt", index);
    files.add(path, unpacked, index);
  }
  checkOverlaps(spans);
  return files.finish();
}
