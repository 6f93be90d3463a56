import type { FindingCode, Findings } from "./finding.ts";
import { Strays } from "./strays.ts";

/** Positions that are remembered as touched: more are found wrong than anybody is told of. */
const MAX_TOUCHED = 10_000;

/** A record as far as its place says: where it claims to stand, what it follows, and whether it hashes to its hash. */
export interface ChainedRecord {
  seq: number;
  prevHash: string;
  recordHash: string;
  /** True when the record is what its `record_hash` is the hash of. */
  isWhole: boolean;
}

/**
 * Reads records in the order of a bundle and tells what was done to them. It knows which position comes next and which hash
 * the record there follows; what does not fit is held until the records after it say what it was. What it holds does not
 * grow with the run.
 *
 * - A record that is not what its hash says was modified.
 * - A position that is skipped and never comes was removed; one that comes later, or came too early, was moved.
 * - A second record with a position that was there, or one behind the end of the run, was inserted.
 */
export class RecordChain {
  readonly #findings: Findings;
  /** The position behind the run's last record, where the log says so. */
  readonly #end: number;
  readonly #strays = new Strays();
  /** Positions that something was found or suspected at. */
  readonly #touched = new Set<number>();
  #expected = 1;
  /** The hash that the next record follows; `undefined` where the record before it cannot say. */
  #link: string | undefined = "";
  /**
   * The position of a record whose `prev_hash` is not the hash before it: one of the two is not what it was, and the next
   * record says which.
   */
  #doubt: number | undefined;

  constructor(findings: Findings, end = Number.POSITIVE_INFINITY) {
    this.#findings = findings;
    this.#end = end;
  }

  /** The position that comes next. */
  get expected(): number {
    return this.#expected;
  }

  /** True when a record at one of these positions, or one that stood or should stand there, was found wrong. */
  isTouched(from: number, to: number): boolean {
    return [...this.#touched].some((position) => from <= position && position <= to);
  }

  /** Takes a line that is no record. */
  unreadable(code: "malformed" | "duplicate_key" | "extra_field"): void {
    this.#add(code, this.#expected);
    this.#advance(undefined);
  }

  record(record: ChainedRecord): void {
    const { seq, prevHash, recordHash, isWhole } = record;
    if (!isWhole) {
      this.#settle("before");
      const here = this.#links(prevHash) || seq < 1;
      this.#add("modified", here ? this.#expected : seq);
      // What comes next still follows the hash that stood here, unless that is what was changed.
      if (!here && seq > this.#expected) this.#skipTo(seq);
      if (here || seq >= this.#expected) this.#advance(undefined);
      return;
    }
    if (seq === this.#expected) {
      this.#inPlace(prevHash, recordHash);
      return;
    }
    this.#touch(seq);
    this.#touch(this.#expected);
    if (seq > this.#expected) this.#early(record);
    else this.#late(record);
  }

  /** Takes the place of records that were purged; the hash of the last one is all that is left of their chain. */
  purged(firstSeq: number, count: number, lastHash: string): void {
    this.#settle("before");
    if (firstSeq > this.#expected) this.#skipTo(firstSeq);
    else if (firstSeq < this.#expected) {
      const moved = this.#strays.fill(firstSeq, count);
      this.#add(moved === undefined ? "inserted" : "reordered", moved ?? this.#expected);
      return;
    }
    this.#expected = firstSeq + count;
    this.#link = lastHash;
  }

  /**
   * Tells what is still open once no record follows.
   *
   * @param isChanged true for a position whose segment is not what it was
   */
  finish(isChanged: (seq: number) => boolean): void {
    this.#settle(this.#doubt !== undefined && isChanged(this.#doubt - 1) ? "before" : "here");
    for (const { seq, at } of this.#strays.early()) {
      const isLast = seq === this.#expected && seq < this.#end;
      this.#add(isLast ? "reordered" : "inserted", at);
      if (isLast) this.#expected = seq + 1;
    }
    for (const from of this.#strays.missing()) this.#add("removed", from);
  }

  #add(code: FindingCode, position: number): void {
    this.#findings.add(code, position);
    this.#touch(position);
  }

  #touch(position: number): void {
    if (this.#touched.size < MAX_TOUCHED) this.#touched.add(position);
  }

  #links(prevHash: string): boolean {
    return this.#link === undefined || prevHash === this.#link;
  }

  #advance(link: string | undefined): void {
    this.#expected++;
    this.#link = link;
    this.#strays.passed();
  }

  /** Leaves out positions up to `seq`. */
  #skipTo(seq: number): void {
    this.#strays.skip(this.#expected, seq - 1);
    this.#expected = seq;
  }

  /** Ends the doubt about a link: the record before the broken one was changed, or the one that has it. */
  #settle(which: "before" | "here"): void {
    const seq = this.#doubt;
    if (seq === undefined) return;
    this.#add("modified", which === "before" && seq > 1 ? seq - 1 : seq);
    this.#doubt = undefined;
  }

  #inPlace(prevHash: string, recordHash: string): void {
    const seq = this.#expected;
    const linked = this.#links(prevHash);
    const copied = this.#strays.takeEarly(seq);
    // Its record is here as well, so the one that stood too early was another.
    if (copied !== undefined) this.#add("inserted", copied.at);
    if (this.#doubt !== undefined) {
      this.#settle(linked ? "before" : "here");
    } else if (!linked) {
      this.#doubt = seq;
    }
    this.#advance(recordHash);
  }

  #early({ seq, prevHash, recordHash }: ChainedRecord): void {
    const moved = this.#strays.takeMoved(this.#expected, seq, prevHash);
    if (moved !== undefined) {
      this.#add("reordered", moved.at);
      this.#expected = seq;
      this.#advance(recordHash);
      return;
    }
    this.#settle("before");
    if (seq >= this.#end) {
      this.#add("inserted", this.#expected);
    } else if (this.#link !== undefined && prevHash === this.#link) {
      // It follows the record before it, so only its position was changed.
      this.#add("modified", this.#expected);
      this.#advance(undefined);
    } else {
      this.#strays.jump({ at: this.#expected, link: this.#link, seq, recordHash });
      this.#expected = seq + 1;
      this.#link = recordHash;
    }
  }

  #late({ seq, prevHash, recordHash }: ChainedRecord): void {
    const before = this.#strays.wasJump(seq, prevHash);
    if (before !== undefined) {
      // The record in front of this one stood too early; the log goes on here.
      this.#expected = seq;
      this.#advance(recordHash);
      return;
    }
    const at = this.#strays.fill(seq, 1);
    if (at !== undefined) {
      this.#settle("before");
      this.#add("reordered", at);
    } else if (seq === this.#expected - 1) {
      // Two records claim one position; the next may follow either.
      this.#doubt = undefined;
      this.#add("inserted", seq);
      this.#link = undefined;
    } else {
      this.#settle("before");
      this.#add("inserted", this.#expected);
    }
  }
}
