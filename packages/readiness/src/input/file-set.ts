import { limits } from "@operator/contract";
import { Paths, plainPath } from "./paths.ts";
import { Unreadable } from "./refusal.ts";

/** Files as they were read, before it is told whether they are texts. */
export type Files = Map<string, Uint8Array>;

/** Takes in files one after the other, and ends the reading as soon as they are too many or too large. */
export class FileSet {
  readonly files: Files = new Map();
  private readonly paths = new Paths();
  private left = limits.MAX_PROJECT_BYTES;

  /** Bytes that there is still room for. */
  get room(): number {
    return this.left;
  }

  /** Counts bytes before they are kept, so that nothing is held that will not be. @throws Unreadable when there is no room */
  take(bytes: number): void {
    this.left -= bytes;
    if (this.left < 0) throw new Unreadable({ kind: "too_large", limit: limits.MAX_PROJECT_BYTES });
  }

  /** The plain path of a new file. @throws Unreadable when it is not plain, is taken, or is one too many */
  open(path: string): string {
    if (this.files.size >= limits.MAX_PROJECT_FILES) {
      throw new Unreadable({ kind: "too_many_files", limit: limits.MAX_PROJECT_FILES });
    }
    const plain = plainPath(path);
    this.paths.add(plain);
    this.files.set(plain, new Uint8Array());
    return plain;
  }

  /** Adds a file whose bytes are counted. */
  put(plain: string, bytes: Uint8Array): void {
    this.files.set(plain, bytes);
  }
}

/** Chunks as one piece. */
export function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
