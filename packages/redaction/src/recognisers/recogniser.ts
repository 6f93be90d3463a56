import type { Scan, Span } from "../scan/scan.ts";

/**
 * How one kind of secret is found. The scan calls `find` only where one of the anchors stands, so a recogniser costs
 * nothing on text without them; what it reads around the anchor must be bounded, or be answered by `Scan`.
 */
export type Recogniser = {
  /** Stable name, counted in reports: `family-what`. */
  id: string;
  /** Where the format is described. */
  source: string;
  /** Literal strings of three characters or more, one of which stands in every secret of this kind, compared without regard to case unless `caseSensitive`. */
  anchors: readonly string[];
  /** Anchors count only as they are written; otherwise in any case. Spares a look at the `oti` of "notify". */
  caseSensitive?: true;
  /** The secret, or the secrets, around the anchor that stands at `at`. */
  find(scan: Scan, at: number, anchor: string): Span | readonly Span[] | undefined;
  /** Strings that are redacted and strings that are kept, built from the description above. */
  fixtures: Fixtures;
};

/** Descriptions in the notation of `format.ts`: generated, not written out, so that no secret stands in the source. */
type Fixtures = { positive: readonly string[]; negative: readonly string[] };
