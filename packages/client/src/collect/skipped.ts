/** Why something in the folder is not part of what is sent. */
export type SkipReason =
  /** It is never sent: `.git`, `node_modules`, virtual environments, caches. */
  | "excluded"
  /** A `.gitignore`, `.dockerignore` or `.agentpaasignore` leaves it out. */
  | "ignored"
  /** It holds secrets by its name, or is a file of credentials. */
  | "secret"
  /** It is no text in UTF-8, or holds a NUL. */
  | "binary"
  /** It leads elsewhere, maybe out of the folder. */
  | "symlink"
  /** It is no file: a pipe, a socket, a device. */
  | "not_a_file"
  /** Its name cannot be sent: it has a backslash or a character that does not show. */
  | "unsafe_name"
  /** It could not be opened. */
  | "unreadable";

/** Something that is not sent; a folder's path ends with `/` and stands for all that is in it. */
export interface Skipped {
  path: string;
  reason: SkipReason;
}
