import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/** The text of a file, or why it has none that could be sent. */
export type ReadText =
  | { kind: "text"; text: string; bytes: number }
  | { kind: "binary" | "not_a_file" | "unreadable" | "too_large" };

/** What tells a binary file before it is read whole: most formats have a NUL near their beginning. */
const HEAD_BYTES = 8 * 1024;

function decode(bytes: Uint8Array): ReadText {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return { kind: "text", text, bytes: bytes.byteLength };
  } catch {
    return { kind: "binary" };
  }
}

async function readOpen(file: FileHandle, maxBytes: number): Promise<ReadText> {
  const { size, isFile } = await file.stat().then((stat) => ({ size: stat.size, isFile: stat.isFile() }));
  if (!isFile) return { kind: "not_a_file" };
  // One byte more than there should be: it tells of a file over the limit, and of one that grows meanwhile.
  const buffer = new Uint8Array(Math.min(size, maxBytes) + 1);
  let end = 0;
  while (end < buffer.length) {
    const wanted = end === 0 ? Math.min(HEAD_BYTES, buffer.length) : buffer.length - end;
    const { bytesRead } = await file.read(buffer, end, wanted, end);
    if (bytesRead === 0) return decode(buffer.subarray(0, end));
    if (buffer.subarray(end, end + bytesRead).includes(0)) return { kind: "binary" };
    end += bytesRead;
  }
  return { kind: end > maxBytes ? "too_large" : "unreadable" };
}

/**
 * Reads a file as UTF-8, up to a limit. A link is not followed, also when it has taken a file's place since the folder was
 * listed, and a pipe does not block.
 */
export async function readText(path: string, maxBytes: number): Promise<ReadText> {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  let file: FileHandle | undefined;
  try {
    file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    return await readOpen(file, maxBytes);
  } catch {
    return { kind: "unreadable" };
  } finally {
    await file?.close();
  }
}
