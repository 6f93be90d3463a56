/** Why something is not read as a project. Names of files are input: nothing here repeats one. */
export type ReadRefusal =
  /** It cannot be unpacked: cut off, encrypted, with sizes or names that are not true, or of a form that is not taken. */
  | { kind: "invalid_archive" }
  /** A file's path is not plainly inside of the project; or it is a link, a device or a pipe. */
  | { kind: "unsafe_path" }
  /** Two files have one path, or would have one where capitals make no difference, or a file stands where a folder is. */
  | { kind: "duplicate_file" }
  | { kind: "too_large"; limit: number }
  | { kind: "too_many_files"; limit: number };

/** Ends the reading of a project. It is caught where reading began, and never seen outside. */
export class Unreadable extends Error {
  readonly refusal: ReadRefusal;

  constructor(refusal: ReadRefusal) {
    super(refusal.kind);
    this.refusal = refusal;
  }
}
