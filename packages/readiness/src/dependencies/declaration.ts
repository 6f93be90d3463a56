import type { Place } from "../finding.ts";

/** Whose packages and whose rules of versions. */
export type Ecosystem = "python" | "node";

/**
 * What a declaration is for: `runtime` is installed before a run, `constraint` only limits a version, and `optional` and
 * `development` are installed when somebody asks for them.
 */
export type Purpose = "runtime" | "constraint" | "optional" | "development";

/** One package that a file of the project says it needs. */
export interface Declaration {
  ecosystem: Ecosystem;
  /** For Python the name as PEP 503 normalises it, for Node as it stands. */
  name: string;
  /** Extras of the package, normalised: `httpx[http2]` has `http2`. */
  extras: readonly string[];
  /** A PEP 440 specifier or an npm range, empty for any version. */
  specifier: string;
  /** A PEP 508 marker as it stands, or empty. */
  marker: string;
  /** True when it is installed from an address or a path, whatever version that holds. */
  direct: boolean;
  purpose: Purpose;
  /** The group, the extra or the file that the declaration belongs to; declarations of one set are installed together. */
  set: string;
  place: Place;
}

/** PEP 503: lower case, and each run of `-`, `_` and `.` is one hyphen. */
export function normaliseName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}
