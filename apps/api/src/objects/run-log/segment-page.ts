import { toHex } from "@operator/audit";
import type { SegmentRow } from "./statements.ts";

/** A segment in its place, without its records. */
export interface SegmentPlace {
  first_seq: number;
  count: number;
  /** Hex SHA-256 of the block of records. */
  digest: string;
  /** How many bytes of the page are its block of records. */
  bytes: number;
  /** The `record_hash` of its last record, where its records were purged. */
  last_record_hash?: string;
}

/**
 * Segments as they are stored, one behind the other: bytes and text pass between object and Worker at a fraction of the
 * cost of a list of objects, and what is made of the records is made where it holds up no other request.
 */
export interface SegmentPage {
  blocks: Uint8Array;
  /** JSON of a list of `SegmentPlace`. */
  places: string;
  /** Where the next page begins. */
  next: number;
}

/** What a page holds before it ends with the segment that it is at: one large segment fits beside it in memory many times. */
const PAGE_BYTES = 1024 * 1024;
const PAGE_SEGMENTS = 1000;

/** The first segments of a log that fit on a page, of those that end before a position. */
export function segmentPage(segments: Iterable<SegmentRow>, from: number, until: number): SegmentPage {
  const places: SegmentPlace[] = [];
  const bodies: Uint8Array[] = [];
  let [size, next] = [0, from];
  for (const { first_seq, count, digest, body, last_record_hash: lastHash } of segments) {
    if (first_seq >= until || size >= PAGE_BYTES || places.length >= PAGE_SEGMENTS) break;
    const purged = lastHash === null || lastHash === undefined ? {} : { last_record_hash: lastHash };
    places.push({ first_seq, count, digest: toHex(digest), bytes: body.length, ...purged });
    bodies.push(body);
    size += body.length;
    next = first_seq + count;
  }
  const blocks = new Uint8Array(size);
  let at = 0;
  for (const body of bodies) {
    blocks.set(body, at);
    at += body.length;
  }
  return { blocks, places: JSON.stringify(places), next };
}
