import { limits } from "@operator/contract";
import { Unreadable } from "./refusal.ts";

/** What no path of ours holds: what does not show, what was no text, and what other systems take for a separator or a drive. */
const UNPLAIN = /[\p{Cc}\p{Cs}\\\uFFFD\u2028\u2029]|^[A-Za-z]:\//u;

/**
 * The path of a file as we keep it: relative, with `/` between its steps, without `.` and `..`. A leading `./`, which tar
 * writes, is taken off.
 *
 * @throws Unreadable for every other path
 */
export function plainPath(path: string): string {
  const text = path.replace(/^(?:\.\/)+/, "");
  const steps = text.split("/");
  const isPlain =
    text.length <= limits.MAX_PATH_CHARS &&
    !UNPLAIN.test(text) &&
    steps.every((step) => step !== "" && step !== "." && step !== ".." && !/[ .]$/.test(step));
  if (!isPlain) throw new Unreadable({ kind: "unsafe_path" });
  return text;
}

/** How a path reads where capitals and ways to write a letter make no difference. */
function folded(path: string): string {
  return path.normalize("NFC").toLowerCase();
}

/** The paths of a project, each once, and none of them a folder of another one. */
export class Paths {
  private readonly files = new Set<string>();
  private readonly folders = new Set<string>();

  /** @throws Unreadable when the path is taken */
  add(path: string): void {
    const key = folded(path);
    const steps = key.split("/");
    const above = steps.slice(0, -1).map((_, index) => steps.slice(0, index + 1).join("/"));
    const isTaken = this.files.has(key) || this.folders.has(key) || above.some((folder) => this.files.has(folder));
    if (isTaken) throw new Unreadable({ kind: "duplicate_file" });
    this.files.add(key);
    for (const folder of above) this.folders.add(folder);
  }
}
