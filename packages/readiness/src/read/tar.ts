import { MAX_TAR_METADATA_BYTES } from "../limits.ts";
import { CollectedFiles } from "./collected-files.ts";
import { readPax } from "./pax.ts";
import { Refused, refuseArchive, refuseKind } from "./refusal.ts";
import { BLOCK_BYTES, isZero, readTarHeader, utf8Text } from "./tar-header.ts";

/** What an extended header says of the entry behind it. */
interface Override {
  name?: string;
  size?: number;
}

/** A name that is no UTF-8. */
function badName(entry: number): never {
  throw new Refused({ kind: "unsafe_path", reason: "not_utf8", entry });
}

function overrideOf(pax: ReadonlyMap<string, Uint8Array>, entry: number): Override {
  const override: Override = {};
  for (const [key, value] of pax) {
    if (key.startsWith("GNU.sparse")) refuseArchive("unsupported", entry);
    if (key === "path") override.name = utf8Text(value) ?? badName(entry);
    if (key === "size") {
      const digits = utf8Text(value) ?? "";
      if (!/^[0-9]{1,15}$/.test(digits)) refuseArchive("malformed", entry);
      override.size = Number(digits);
    }
  }
  return override;
}

/** Walks over the entries of a tar; every step checks that what it reads is there. */
class TarReader {
  readonly #files = new CollectedFiles<Uint8Array>();
  readonly #bytes: Uint8Array;
  #at = 0;
  #entry = 0;
  #next: Override = {};

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  read(): Map<string, Uint8Array> {
    for (;;) {
      const block = this.#take(BLOCK_BYTES);
      if (isZero(block)) break;
      this.#readEntry(block);
    }
    // What stands behind the end is read by some programs and not by others.
    if (!isZero(this.#bytes.subarray(this.#at))) refuseArchive("malformed");
    if (this.#next.name !== undefined || this.#next.size !== undefined) refuseArchive("truncated", this.#entry);
    return this.#files.finish();
  }

  #readEntry(block: Uint8Array): void {
    const entry = this.#entry;
    const header = readTarHeader(block, entry);
    if ("xgLK".includes(header.type)) {
      this.#readMetadata(header.type, header.size);
      return;
    }
    const name = this.#next.name ?? header.name ?? badName(entry);
    const size = this.#next.size ?? header.size;
    this.#next = {};
    this.#entry += 1;
    this.#readContent(header.type, name, size, entry);
  }

  #readMetadata(type: string, size: number): void {
    const entry = this.#entry;
    if (size > MAX_TAR_METADATA_BYTES) refuseArchive("malformed", entry);
    const content = this.#takeContent(size);
    if (type === "x") this.#next = { ...this.#next, ...overrideOf(readPax(content, entry), entry) };
    // Git states its commit for all entries. A path or a size for all of them is made to confuse.
    if (type === "g" && Object.keys(overrideOf(readPax(content, entry), entry)).length > 0) {
      refuseArchive("malformed", entry);
    }
    if (type === "L") {
      const end = content.indexOf(0);
      const name = utf8Text(end < 0 ? content : content.subarray(0, end)) ?? badName(entry);
      this.#next = { name, ...this.#next };
    }
  }

  #readContent(type: string, name: string, size: number, entry: number): void {
    const isFolder = type === "5" || ("0\0".includes(type) && name.endsWith("/"));
    if (isFolder) {
      if (size !== 0) refuseArchive("malformed", entry);
      this.#files.addFolder(name, entry);
      return;
    }
    if (type === "1" || type === "2") refuseKind("link", entry);
    if ("346".includes(type)) refuseKind("special_file", entry);
    if (!"0\x007".includes(type)) refuseArchive("unsupported", entry);
    const path = this.#files.claim(name, entry);
    this.#files.takeRoom(size);
    this.#files.add(path, this.#takeContent(size), entry);
  }

  #takeContent(size: number): Uint8Array {
    const content = this.#take(size);
    const rest = size % BLOCK_BYTES;
    if (rest > 0) this.#take(BLOCK_BYTES - rest);
    return content;
  }

  #take(count: number): Uint8Array {
    if (this.#at + count > this.#bytes.length) refuseArchive("truncated", this.#entry);
    const taken = this.#bytes.subarray(this.#at, this.#at + count);
    this.#at += count;
    return taken;
  }
}

/**
 * The files of a tar: v7, ustar, GNU or pax. Only files and folders are read; a link, a device or a pipe refuses the whole.
 * Source: POSIX.1-2017, pax.
 */
export function readTar(bytes: Uint8Array): Map<string, Uint8Array> {
  return new TarReader(bytes).read();
}
