import type { Project } from "../project.ts";

/** What makes a name of a file no path plainly inside of the project. */
export type UnsafeName =
  | "absolute"
  | "backslash"
  | "control_character"
  | "drive_letter"
  | "empty"
  | "empty_step"
  | "not_utf8"
  | "too_long"
  | "trailing"
  | "traversal";

/** What makes an archive one that is not read. */
export type ArchiveFault =
  | "corrupt"
  | "encrypted"
  | "lying_size"
  | "malformed"
  | "truncated"
  | "unknown_media_type"
  | "unsupported";

/**
 * Why a project is not read. Names are input and never repeated: `entry` is the position of the file among those that were
 * sent, from 0; an archive's folders count.
 */
export type ReadRefusal =
  /** More bytes than `limit`, found before they were unpacked. */
  | { kind: "too_large"; limit: number }
  | { kind: "too_many_files"; limit: number }
  /** A name, or what stands under it: a link, or a device, a pipe or a socket. */
  | { kind: "unsafe_path"; reason: UnsafeName | "link" | "special_file"; entry: number }
  /** Names count as the same where capitals make no difference. `file_and_folder`: one is that of a file and of a folder. */
  | { kind: "duplicate_file"; reason: "same_path" | "file_and_folder"; entry: number }
  | { kind: "invalid_archive"; reason: ArchiveFault; entry?: number };

/** A project, or why it is not read. */
export type ReadProject = { kind: "read"; project: Project } | ReadRefusal;

/** Ends the reading of a project; nothing but `readProject` catches it. */
export class Refused extends Error {
  readonly refusal: ReadRefusal;

  constructor(refusal: ReadRefusal) {
    super(refusal.kind);
    this.refusal = refusal;
  }
}

/** Ends the reading of an archive. */
export function refuseArchive(reason: ArchiveFault, entry?: number): never {
  throw new Refused({ kind: "invalid_archive", reason, ...(entry === undefined ? {} : { entry }) });
}

/** Ends the reading of an archive that holds something else than files and folders. */
export function refuseKind(reason: "link" | "special_file", entry: number): never {
  throw new Refused({ kind: "unsafe_path", reason, entry });
}
