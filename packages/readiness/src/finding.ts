import type { ErrorCategory, NextAction } from "@operator/contract";

/** Lines of a file of the project, from 1; a place without lines is the file. */
export interface Place {
  path: string;
  first?: number;
  last?: number;
}

/**
 * Something that a check found. A blocking one stops the pack or the run; an advisory one will show later and stops
 * neither.
 */
export interface Finding {
  /** A stable name of what was found, such as `entry_missing`. */
  code: string;
  severity: "blocking" | "advisory";
  category: ErrorCategory;
  /** One sentence. Whatever stands in a file is quoted, bounded and redacted before it becomes part of it. */
  message: string;
  nextAction: NextAction;
  places: readonly Place[];
}
