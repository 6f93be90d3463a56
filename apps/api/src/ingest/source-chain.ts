import { recomputes, type SourceLink, sourceLink } from "@operator/audit";
import type { AuditRecord } from "@operator/contract";
import { sha256 } from "../adapters/sha256.ts";

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
    if (!recomputes(record, link, sha256)) return index;
    for (const seq of [link.seq - 1, link.seq, link.seq + 1]) {
      const neighbour = bySeq.get(seq);
      if (neighbour !== undefined && !linksAgree(neighbour, link)) return index;
    }
    bySeq.set(link.seq, link);
  }
  return undefined;
}
