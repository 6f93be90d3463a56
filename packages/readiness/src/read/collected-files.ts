import { limits } from "@operator/contract";
import { Refused } from "./refusal.ts";
import { safePath } from "./safe-path.ts";

/** Names that a file system may take for the same: `é` in one character and in two, `A` and `a`. */
const nameOf = (path: string): string => path.normalize("NFC").toLowerCase();

/**
 * The files of a project while they are read, each under a path that is plain and its own. Room is asked for before a file
 * is unpacked, so that what is too large is never there.
 */
export class CollectedFiles<Content> {
  readonly #files = new Map<string, { path: string; content: Content; entry: number }>();
  readonly #folders = new Map<string, number>();
  #bytesLeft = limits.MAX_PROJECT_BYTES;

  /** Takes the bytes of the next file out of what a project may have. */
  takeRoom(bytes: number): void {
    if (bytes > this.#bytesLeft) throw new Refused({ kind: "too_large", limit: limits.MAX_PROJECT_BYTES });
    this.#bytesLeft -= bytes;
  }

  /** The path of the next file. */
  claim(name: string, entry: number): string {
    if (this.#files.size >= limits.MAX_PROJECT_FILES) {
      throw new Refused({ kind: "too_many_files", limit: limits.MAX_PROJECT_FILES });
    }
    const path = this.#pathOf(name, entry, false);
    if (path === undefined) throw new Refused({ kind: "unsafe_path", reason: "empty", entry });
    if (this.#files.has(nameOf(path))) throw new Refused({ kind: "duplicate_file", reason: "same_path", entry });
    return path;
  }

  add(path: string, content: Content, entry: number): void {
    this.#files.set(nameOf(path), { path, content, entry });
  }

  addFolder(name: string, entry: number): void {
    const path = this.#pathOf(name, entry, true);
    if (path !== undefined) this.#folders.set(nameOf(path), entry);
  }

  /** The files by their paths. No path leads through a file. */
  finish(): Map<string, Content> {
    for (const [name, { entry }] of this.#files) {
      if (this.#folders.has(name)) throw new Refused({ kind: "duplicate_file", reason: "file_and_folder", entry });
      this.#checkParents(name, entry);
    }
    for (const [name, entry] of this.#folders) this.#checkParents(name, entry);
    return new Map([...this.#files.values()].map(({ path, content }) => [path, content]));
  }

  #pathOf(name: string, entry: number, isFolder: boolean): string | undefined {
    const safe = safePath(name, isFolder);
    if (safe.kind === "unsafe") throw new Refused({ kind: "unsafe_path", reason: safe.reason, entry });
    return safe.kind === "path" ? safe.path : undefined;
  }

  #checkParents(name: string, entry: number): void {
    for (let at = name.indexOf("/"); at >= 0; at = name.indexOf("/", at + 1)) {
      if (this.#files.has(name.slice(0, at))) {
        throw new Refused({ kind: "duplicate_file", reason: "file_and_folder", entry });
      }
    }
  }
}
