import { canonicalContent, canonicalRecord, recordHash } from "@operator/audit";
import type { AuditRecord } from "@operator/contract";
import { sha256 } from "../adapters/sha256.ts";

/** A record's place in the chain of its source. */
export interface SourceLink {
  seq: number;
  recordHash: string;
  prevHash: string;
}

/** The link of a record that carries its source's chain, or `undefined`. */
export function sourceLink(record: AuditRecord): SourceLink | undefined {
  if (record.record_hash === undefined || record.seq === undefined) return undefined;
  return { seq: record.seq, recordHash: record.record_hash, prevHash: record.prev_hash ?? "" };
}

/** True when the record, as it was sent, hashes to the hash that it carries. */
export function recomputes(record: AuditRecord, link: SourceLink): boolean {
  // The first record of a chain, and only it, follows nothing.
  if ((link.seq === 1) !== (link.prevHash === "")) return false;
  return recordHash(canonicalRecord(canonicalContent(record), link.seq, link.prevHash), sha256) === link.recordHash;
}

/** True when two links can stand in one chain. */
export function linksAgree(a: SourceLink, b: SourceLink): boolean {
  if (a.seq === b.seq) return a.recordHash === b.recordHash;
  if (a.seq + 1 === b.seq) return b.prevHash === a.recordHash;
  if (b.seq + 1 === a.seq) return a.prevHash === b.recordHash;
  return true;
}

/**
 * The index of the first record of a batch whose hash does not recompute, or that does not link to a neighbour which the
 * batch has too; `undefined` when the chain holds. Gaps are fine: they belong to other runs.
 */
export function firstBrokenLink(records: readonly (AuditRecord | undefined)[]): number | undefined {
  const bySeq = new Map<number, SourceLink>();
  for (const [index, record] of records.entries()) {
    const link = record === undefined ? undefined : sourceLink(record);
    if (record === undefined || link === undefined) continue;
    if (!recomputes(record, link)) return index;
    for (const seq of [link.seq - 1, link.seq, link.seq + 1]) {
      const neighbour = bySeq.get(seq);
      if (neighbour !== undefined && !linksAgree(neighbour, link)) return index;
    }
    bySeq.set(link.seq, link);
  }
  return undefined;
}
