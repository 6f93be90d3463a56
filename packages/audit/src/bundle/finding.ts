/**
 * What is wrong with a bundle. The first eleven tell apart what can be done to a log; the others say that something could
 * not be judged. `docs/audit.md` has them one by one.
 */
export type FindingCode =
  | "modified"
  | "inserted"
  | "removed"
  | "reordered"
  | "truncated"
  | "rolled_back"
  | "forked"
  | "duplicate_key"
  | "extra_field"
  | "bad_signature"
  | "unknown_key"
  /** Not written as a bundle is. */
  | "malformed"
  /** Of another log than the one that is asked for, or than the rest of the bundle. */
  | "other_log"
  | "other_run"
  /** The bundle has no proof from the trusted checkpoint to its own. */
  | "no_consistency_proof"
  /** This platform cannot check the signature. */
  | "unchecked_signature";

/**
 * Where it is: a number is a position in the run's log, from 1; a text that begins with a slash is a JSON pointer into the
 * bundle (RFC 6901), and any other text is the name of an option.
 */
export type FindingPosition = number | string;

/** One thing that is wrong with a bundle. */
export interface Finding {
  code: FindingCode;
  position: FindingPosition;
}

/** Findings that are told of one bundle: who reads more has understood. */
const MAX_FINDINGS = 100;

/** Collects findings in the order in which they were made, each once. */
export class Findings {
  readonly list: Finding[] = [];

  /** Adds those of others, by their position in the run and then as they were made. */
  addInOrder({ list }: Findings): void {
    const place = ({ position }: Finding) => (typeof position === "number" ? position : Number.POSITIVE_INFINITY);
    const inOrder = list.toSorted((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
    for (const { code, position } of inOrder) this.add(code, position);
  }

  add(code: FindingCode, position: FindingPosition): void {
    if (this.list.length >= MAX_FINDINGS) return;
    if (!this.list.some((known) => known.code === code && known.position === position)) {
      this.list.push({ code, position });
    }
  }
}

/** Raised to leave the reading of a bundle whose structure ends; never seen outside. */
export class Unreadable extends Error {
  readonly finding: Finding;
  constructor(code: FindingCode, position: FindingPosition) {
    super(code);
    this.finding = { code, position };
  }
}
