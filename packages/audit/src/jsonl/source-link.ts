import type { AuditRecord } from "@operator/contract";
import { canonicalContent, canonicalRecord, recordHash, type Sha256 } from "../record.ts";

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
export function recomputes(record: AuditRecord, link: SourceLink, sha256: Sha256): boolean {
  // The first record of a chain, and only it, follows nothing.
  if ((link.seq === 1) !== (link.prevHash === "")) return false;
  return recordHash(canonicalRecord(canonicalContent(record), link.seq, link.prevHash), sha256) === link.recordHash;
}
