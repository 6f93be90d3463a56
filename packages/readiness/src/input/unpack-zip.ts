import { limits } from "@operator/contract";
import { Inflate } from "fflate";
import { FileSet, type Files, joined } from "./file-set.ts";
import { Unreadable } from "./refusal.ts";
import { type ZipEntry, zipEntries } from "./zip-directory.ts";

const STORED = 0;
const DEFLATED = 8;

/** What is inflated at a time: small, because a thousandfold of it comes out at once. */
const PUSH_BYTES = 4 * 1024;

function inflate(packed: Uint8Array, set: FileSet): Uint8Array {
  const chunks: Uint8Array[] = [];
  let isComplete = false;
  const stream = new Inflate((chunk, final) => {
    set.take(chunk.length);
    chunks.push(chunk.slice());
    isComplete = final;
  });
  for (let at = 0; at < packed.length; at += PUSH_BYTES) {
    stream.push(packed.subarray(at, at + PUSH_BYTES), at + PUSH_BYTES >= packed.length);
  }
  if (!isComplete) throw new Unreadable({ kind: "invalid_archive" });
  return joined(chunks);
}

function contentOf({ method, packed, size }: ZipEntry, set: FileSet): Uint8Array {
  if (method === DEFLATED) return inflate(packed, set);
  if (method !== STORED || packed.length !== size) throw new Unreadable({ kind: "invalid_archive" });
  set.take(packed.length);
  return packed.slice();
}

/** Unpacks a zip. An entry that says a size which it does not have is refused. */
export function unpackZip(bytes: Uint8Array): Files {
  const set = new FileSet();
  for (const entry of zipEntries(bytes)) {
    if (entry.isDirectory) continue;
    if (entry.size > set.room) throw new Unreadable({ kind: "too_large", limit: limits.MAX_PROJECT_BYTES });
    const path = set.open(entry.name);
    const content = contentOf(entry, set);
    if (content.length !== entry.size) throw new Unreadable({ kind: "invalid_archive" });
    set.put(path, content);
  }
  return set.files;
}
