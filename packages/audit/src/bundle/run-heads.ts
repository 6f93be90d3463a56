import type { RunHead } from "@operator/contract";
import { fromHex, type Sha256, toHex } from "../record.ts";
import { genesisHead, nextHead } from "../segment-chain.ts";
import type { Finding, Findings } from "./finding.ts";
import type { SegmentPlace } from "./format.ts";

/** Heads of one run that are remembered until its segments reach them; a run of a day has fewer. */
const MAX_HELD_HEADS = 20_000;

/** A head of the run that the log holds, and where it stands in the bundle. */
interface LoggedHead {
  head: string;
  position: string;
}

/** Follows the chain of a run's segments, and holds it against the heads that the log has of the run. */
export class RunHeads {
  readonly #sha256: Sha256;
  readonly #earlier = new Map<number, LoggedHead>();
  #last: { next: number; head: string } | undefined;
  #head: Uint8Array;
  /** The position up to which the segments had a head that the log holds. */
  #agreed = 1;
  /** The first head of the log that is none of the segments'. */
  #disagreed: string | undefined;

  constructor(origin: string, runId: string, sha256: Sha256) {
    this.#sha256 = sha256;
    // The origin is the deployment and the tenant, and a tenant's id has no slash.
    this.#head = genesisHead(origin.slice(origin.lastIndexOf("/") + 1), runId, sha256);
  }

  /** The position behind the last record that the log covers. */
  get end(): number | undefined {
    return this.#last?.next;
  }

  /** Takes the head that the segments have to end at. */
  last({ head, next_seq: next }: RunHead): void {
    this.#last = { next, head };
  }

  /** Takes a head from which the run went on. */
  earlier({ head, next_seq: next }: RunHead, position: string): void {
    if (this.#earlier.size < MAX_HELD_HEADS) this.#earlier.set(next, { head, position });
  }

  /** Takes a segment in order, with the digest that its records have. */
  segment(place: SegmentPlace, digest: string): void {
    const { first_seq: firstSeq, count } = place;
    this.#head = nextHead(this.#head, { digest: fromHex(digest), firstSeq, count }, this.#sha256);
    const next = firstSeq + count;
    const logged = this.#earlier.get(next);
    if (logged === undefined) return;
    this.#earlier.delete(next);
    if (logged.head !== toHex(this.#head)) this.#disagreed ??= logged.position;
    else if (this.#disagreed === undefined) this.#agreed = next;
  }

  /**
   * Holds the end of the segments against the last head.
   *
   * @param next the position behind the last record
   * @param told what is wrong with the records and segments already
   */
  finish(next: number, told: readonly Finding[], findings: Findings): void {
    if (this.#last === undefined) return;
    if (next < this.#last.next) {
      if (!told.some(({ code }) => code === "removed")) findings.add("truncated", next);
    } else if (told.length === 0) {
      if (next > this.#last.next) findings.add("inserted", this.#last.next);
      else if (toHex(this.#head) !== this.#last.head) findings.add("modified", this.#agreed);
      else this.#agreeWithEarlier(findings);
    }
  }

  /** A log that holds a head which its run never had was rewritten. */
  #agreeWithEarlier(findings: Findings): void {
    const [unmet] = this.#earlier.values();
    const position = this.#disagreed ?? unmet?.position;
    if (position !== undefined) findings.add("forked", position);
  }
}
