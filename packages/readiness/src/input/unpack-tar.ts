import { limits } from "@operator/contract";
import { Gunzip } from "fflate";
import { createTarDecoder } from "modern-tar";
import { FileSet, type Files, joined } from "./file-set.ts";
import { Unreadable } from "./refusal.ts";

/** A header and its padding for each file, a long name before it, and the end. */
const MAX_TAR_BYTES = limits.MAX_PROJECT_BYTES + limits.MAX_PROJECT_FILES * 4 * 1024 + 64 * 1024;

/** What is inflated at a time: small, because a thousandfold of it comes out at once. */
const PUSH_BYTES = 4 * 1024;

/** Unpacks gzip, and ends as soon as more comes out than a project's archive can have. */
export function gunzip(bytes: Uint8Array): Uint8Array {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let isComplete = false;
  const stream = new Gunzip((chunk, final) => {
    size += chunk.length;
    if (size > MAX_TAR_BYTES) throw new Unreadable({ kind: "too_large", limit: limits.MAX_PROJECT_BYTES });
    chunks.push(chunk);
    isComplete = final;
  });
  for (let at = 0; at < bytes.length; at += PUSH_BYTES) {
    stream.push(bytes.subarray(at, at + PUSH_BYTES), at + PUSH_BYTES >= bytes.length);
  }
  if (!isComplete) throw new Unreadable({ kind: "invalid_archive" });
  return joined(chunks);
}

async function readBody(body: ReadableStream<Uint8Array>, size: number, set: FileSet): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    set.take(chunk.length);
    length += chunk.length;
    chunks.push(chunk.slice());
  }
  if (length !== size) throw new Unreadable({ kind: "invalid_archive" });
  return joined(chunks);
}

/** A tar ends with two empty blocks; one that was cut off in between files looks whole to whoever does not look. */
function hasEnd(bytes: Uint8Array): boolean {
  return bytes.length >= 1024 && bytes.subarray(bytes.length - 1024).every((byte) => byte === 0);
}

/** Unpacks a tar. Links, devices and pipes are refused, whatever they are called. */
export async function unpackTar(bytes: Uint8Array): Promise<Files> {
  if (!hasEnd(bytes)) throw new Unreadable({ kind: "invalid_archive" });
  const set = new FileSet();
  const source = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  const entries = source.pipeThrough(createTarDecoder({ strict: true }));
  for await (const { header, body } of entries as unknown as AsyncIterable<{
    header: { name: string; size: number; type?: string };
    body: ReadableStream<Uint8Array>;
  }>) {
    if (header.type === "directory") {
      await body.cancel();
      continue;
    }
    if (header.type !== "file") throw new Unreadable({ kind: "unsafe_path" });
    if (header.size > set.room) throw new Unreadable({ kind: "too_large", limit: limits.MAX_PROJECT_BYTES });
    const path = set.open(header.name);
    set.put(path, await readBody(body, header.size, set));
  }
  return set.files;
}
