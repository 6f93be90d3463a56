import type { NewSha256 } from "../hash/sha256.ts";
import { toHex } from "../record.ts";
import type { Findings } from "./finding.ts";
import { OpenSegment, PurgedSegment, type SegmentPlace } from "./format.ts";
import { type MemberReader, textOf } from "./member-reader.ts";
import { RecordChain } from "./record-chain.ts";
import { readRecordText, updateBlock } from "./record-text.ts";
import type { RunHeads } from "./run-heads.ts";

const CLOSED = /^\]\}(,?)\n$/;
const OPENS = /"records":\[\n$/;

/** What was read of the segments. */
export interface SegmentCounts {
  segments: number;
  records: number;
  purged: number;
}

/**
 * Reads the segments of a bundle, each record as it comes: its place in the chain of records, its block's digest, and the
 * chain of segments up to the head that the log holds.
 */
export class SegmentReader {
  readonly counts: SegmentCounts = { segments: 0, records: 0, purged: 0 };
  readonly #reader: MemberReader;
  readonly #begin: NewSha256;
  readonly #heads: RunHeads;
  readonly #findings: Findings;
  readonly #chain: RecordChain;
  /** Where the next segment begins by what the segments say of themselves. */
  #nextFirst = 1;
  #lastIsChanged = false;
  /** A segment with fewer records than it should have; only the last one is cut at its end. */
  #short: number | undefined;

  constructor(reader: MemberReader, heads: RunHeads, begin: NewSha256) {
    this.#reader = reader;
    this.#begin = begin;
    this.#heads = heads;
    this.#findings = reader.findings;
    this.#chain = new RecordChain(reader.findings, heads.end);
  }

  /** Reads to the end of the list. What is wrong stands among the findings. */
  async read(): Promise<void> {
    await this.#reader.open("segments");
    try {
      while (await this.#segment()) this.counts.segments++;
    } finally {
      this.#chain.finish(this.#lastIsChanged);
    }
    if (this.#short !== undefined) this.#findings.add("truncated", this.#short);
    this.#heads.finish(this.#chain.expected);
  }

  /** Reads a segment; false when there is none. */
  async #segment(): Promise<boolean> {
    const position = `/segments/${this.counts.segments}`;
    const line = textOf(await this.#reader.bytes(this.#chain.expected));
    if (line === "],\n") return false;
    this.#reader.meter.element();
    if (this.#short !== undefined) this.#findings.add("removed", this.#short);
    this.#short = undefined;
    if (line === undefined || !OPENS.test(line)) {
      const purged = this.#reader.value(line?.replace(/,?\n$/, ""), PurgedSegment, position);
      if (purged !== undefined) this.#purged(purged, position);
      return true;
    }
    const place = this.#reader.value(`${line.slice(0, -1)}]}`, OpenSegment, position);
    await this.#records(place, position);
    return true;
  }

  #purged(segment: PurgedSegment, position: string): void {
    const before = this.#findings.list.length;
    this.#chain.purged(segment.first_seq, segment.count, segment.last_hash);
    this.counts.purged += segment.count;
    this.#placed(segment, position, before);
    this.#heads.segment(segment, segment.digest);
  }

  /** Reads the records of a segment up to where it is closed. */
  async #records(place: SegmentPlace | undefined, position: string): Promise<void> {
    const before = this.#findings.list.length;
    const block = this.#begin();
    let count = 0;
    let more = true;
    let isSpelled = true;
    for (;;) {
      const bytes = await this.#reader.bytes(this.#chain.expected);
      if (bytes[0] === 0x5d && CLOSED.test(textOf(bytes) ?? "")) break;
      if (!more) isSpelled = false;
      more = bytes.at(-2) === 0x2c;
      count++;
      this.#record(bytes.subarray(0, more ? -2 : -1), block);
    }
    this.counts.records += count;
    if (place === undefined) return;
    this.#placed(place, position, before);
    const digest = toHex(block.digest());
    this.#judge(place, { count, digest, position, before });
    if (before === this.#findings.list.length && (more || !isSpelled)) {
      this.#findings.add("malformed", this.#chain.expected - 1);
    }
    this.#heads.segment(place, digest);
  }

  #record(bytes: Uint8Array, block: { update(bytes: Uint8Array): unknown }): void {
    const read = readRecordText(bytes, this.#begin);
    if (read.kind !== "record") {
      this.#chain.unreadable(read.kind);
      return;
    }
    updateBlock(block, read.content);
    this.#chain.record(read.record);
  }

  /** Holds a segment's place against the end of the one before it. */
  #placed(place: SegmentPlace, position: string, before: number): void {
    const isChained = this.#findings.list.length === before;
    const isNext = place.first_seq === this.#nextFirst;
    if (isChained && !isNext && this.#chain.expected === this.#nextFirst + place.count) {
      this.#findings.add("modified", `${position}/first_seq`);
    }
    this.#nextFirst = place.first_seq + place.count;
  }

  /** Holds the records of a segment against what it says of them, unless a record explains already what is wrong. */
  #judge(place: SegmentPlace, read: { count: number; digest: string; position: string; before: number }): void {
    this.#lastIsChanged = read.digest !== place.digest;
    if (this.#findings.list.length > read.before) return;
    if (!this.#lastIsChanged) {
      if (read.count !== place.count) this.#findings.add("modified", `${read.position}/count`);
    } else if (read.count > place.count) {
      this.#findings.add("inserted", place.first_seq + place.count);
    } else if (read.count < place.count) {
      this.#short = this.#chain.expected;
    } else {
      this.#findings.add("modified", place.first_seq);
    }
  }
}
