import { CollectingSha256, type NewSha256 } from "../hash/sha256.ts";
import { toHex } from "../record.ts";
import { type FindingCode, type FindingPosition, Findings } from "./finding.ts";
import { OpenSegment, PurgedSegment, type SegmentPlace } from "./format.ts";
import { type MemberReader, textOf } from "./member-reader.ts";
import { RecordChain } from "./record-chain.ts";
import { readRecordText, updateBlock } from "./record-text.ts";
import type { RunHeads } from "./run-heads.ts";

const CLOSED = /^\]\}(,?)\n$/;
const OPENS = /"records":\[\n$/;
/** What a segment says behind the records that were read. */
const NoRecords = OpenSegment.pick({ records: true });

/** Segments that are remembered as not what they should be: more than anybody is told of. */
const MAX_HELD_FAULTS = 1000;

/** What is wrong with a segment as a whole, which counts unless one of its records says more. */
interface SegmentFault {
  code: FindingCode;
  position: FindingPosition;
  place: SegmentPlace;
}

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
  readonly #findings = new Findings();
  readonly #chain: RecordChain;
  readonly #faults: SegmentFault[] = [];
  /** Where the next segment begins by what the segments say of themselves. */
  #nextFirst = 1;
  /** A segment with too few records; only the last one was cut at its end. */
  #short: SegmentFault | undefined;

  constructor(reader: MemberReader, heads: RunHeads, begin: NewSha256) {
    this.#reader = reader;
    this.#begin = begin;
    this.#heads = heads;
    this.#chain = new RecordChain(this.#findings, heads.end);
  }

  /** Reads to the end of the list. What is wrong stands among the reader's findings then. */
  async read(): Promise<void> {
    await this.#reader.open("segments");
    try {
      while (await this.#segment()) this.counts.segments++;
    } finally {
      this.#judge();
      this.#reader.findings.addInOrder(this.#findings);
    }
    const ends = new Findings();
    this.#heads.finish(this.#chain.expected, this.#findings.list, ends);
    this.#reader.findings.addInOrder(ends);
  }

  /** Reads a segment; false when there is none. */
  async #segment(): Promise<boolean> {
    const position = `/segments/${this.counts.segments}`;
    const line = textOf(await this.#reader.bytes(this.#chain.expected));
    if (line === "],\n") return false;
    this.#reader.meter.element();
    if (this.#short !== undefined) this.#fault("removed", this.#short.position, this.#short.place);
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
    this.#chain.purged(segment.first_seq, segment.count, segment.last_hash);
    this.counts.purged += segment.count;
    this.#placed(segment, position);
    this.#heads.segment(segment, segment.digest);
  }

  /** Reads the records of a segment up to where it is closed. */
  async #records(place: SegmentPlace | undefined, position: string): Promise<void> {
    const block = new CollectingSha256(this.#begin);
    let count = 0;
    let more = true;
    let isSpelled = true;
    for (;;) {
      const bytes = await this.#reader.bytes(this.#chain.expected);
      if (bytes[0] === 0x5d) {
        this.#close(textOf(bytes), position);
        break;
      }
      if (!more) isSpelled = false;
      more = bytes.at(-2) === 0x2c;
      count++;
      this.#record(bytes.subarray(0, more ? -2 : -1), block);
    }
    this.counts.records += count;
    if (place === undefined) return;
    const digest = toHex(block.digest());
    this.#placed(place, position);
    this.#hold(place, { count, digest, position });
    if ((more && count > 0) || !isSpelled) this.#fault("malformed", place.first_seq, place);
    this.#heads.segment(place, digest);
  }

  /** Takes the line that closes a segment, where its records are its last member. */
  #close(line: string | undefined, position: string): void {
    if (line !== undefined && CLOSED.test(line)) return;
    this.#reader.value(line && `{"records":[${line.replace(/,?\n$/, "")}`, NoRecords, position);
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

  #fault(code: FindingCode, position: FindingPosition, place: SegmentPlace): void {
    if (this.#faults.length < MAX_HELD_FAULTS) this.#faults.push({ code, position, place });
  }

  /** Holds a segment's place against the end of the one before it, if its records are where they should be. */
  #placed(place: SegmentPlace, position: string): void {
    const isMoved = place.first_seq !== this.#nextFirst;
    if (isMoved && this.#chain.expected === this.#nextFirst + place.count) {
      this.#fault("modified", `${position}/first_seq`, { ...place, first_seq: this.#nextFirst });
    }
    this.#nextFirst = place.first_seq + place.count;
  }

  /** Holds the records of a segment against what it says of them. */
  #hold(place: SegmentPlace, read: { count: number; digest: string; position: string }): void {
    if (read.digest === place.digest) {
      if (read.count !== place.count) this.#fault("modified", `${read.position}/count`, place);
    } else if (read.count > place.count) {
      this.#fault("inserted", place.first_seq + place.count, place);
    } else if (read.count < place.count) {
      this.#short = { code: "truncated", position: this.#chain.expected, place };
    } else {
      this.#fault("modified", place.first_seq, place);
    }
  }

  /** Ends the chain of records, and tells what is wrong with segments of which no record was found wrong. */
  #judge(): void {
    const faults = this.#short === undefined ? this.#faults : [...this.#faults, this.#short];
    const isWithin = (seq: number, { first_seq: first, count }: SegmentPlace) => first <= seq && seq < first + count;
    this.#chain.finish((seq) => faults.some(({ place }) => isWithin(seq, place)));
    for (const { code, position, place } of faults) {
      const { first_seq: first, count } = place;
      if (!this.#chain.isTouched(first, first + count)) this.#findings.add(code, position);
    }
  }
}
