import { AuditRecord, readStrictJson } from "@operator/contract";
import type { Sha256 } from "../record.ts";
import { recomputes, sourceLink } from "./source-link.ts";

/** Why a line cannot stand where it does in an export that is one chain. */
export type ExportFault =
  /** Not JSON, or not a record. */
  | "malformed"
  | "duplicate_key"
  /** A record without `seq` and `record_hash`. */
  | "not_chained"
  /** Its `record_hash` is not the hash of the record. */
  | "hash_mismatch"
  /** Its `seq` does not follow that of the line before. */
  | "seq_not_consecutive"
  /** Its `prev_hash` is not the hash of the line before. */
  | "link_broken";

/** A record of an export with the line that it stands on, from 1. */
export interface ExportRecord {
  line: number;
  record: AuditRecord;
}

/** What became of a line. */
export type ExportLine = ({ ok: true } & ExportRecord) | { ok: false; line: number; fault: ExportFault };

/**
 * Verifies an AgentPaaS export line by line: as it came, before anything is redacted, every `record_hash` recomputes, every
 * `prev_hash` is the hash of the line before, and `seq` counts on. What an export begins with is not told: one that begins
 * behind the first record is the rest of a log.
 */
export class ExportChain {
  readonly #sha256: Sha256;
  #line = 0;
  #last: { seq: number; recordHash: string } | undefined;

  constructor(sha256: Sha256) {
    this.#sha256 = sha256;
  }

  /** The record that the chain ends at. */
  get last(): { seq: number; recordHash: string } | undefined {
    return this.#last;
  }

  /** Takes the next line, without its newline. After a fault the rest is not worth reading. */
  next(text: string): ExportLine {
    this.#line++;
    const line = this.#line;
    const read = readStrictJson(text);
    if (!read.ok)
      return { ok: false, line, fault: read.fault.code === "duplicate_key" ? "duplicate_key" : "malformed" };
    const parsed = AuditRecord.safeParse(read.value);
    if (!parsed.success) return { ok: false, line, fault: "malformed" };
    const fault = this.#faultOf(parsed.data);
    return fault === undefined ? { ok: true, line, record: parsed.data } : { ok: false, line, fault };
  }

  #faultOf(record: AuditRecord): ExportFault | undefined {
    const link = sourceLink(record);
    if (link === undefined) return "not_chained";
    if (!recomputes(record, link, this.#sha256)) return "hash_mismatch";
    const last = this.#last;
    this.#last = { seq: link.seq, recordHash: link.recordHash };
    if (last === undefined) return undefined;
    if (link.seq !== last.seq + 1) return "seq_not_consecutive";
    return link.prevHash === last.recordHash ? undefined : "link_broken";
  }
}

/** What a whole export turned out to be. */
export type ExportVerdict = { ok: true; records: ExportRecord[] } | { ok: false; line: number; fault: ExportFault };

/** Verifies a whole export; the first bad line is named. A newline at the end is no line, and an empty export has none. */
export function verifyExport(jsonl: string, sha256: Sha256): ExportVerdict {
  const chain = new ExportChain(sha256);
  const records: ExportRecord[] = [];
  const lines = jsonl.split("\n");
  if (lines.at(-1) === "") lines.pop();
  for (const text of lines) {
    const read = chain.next(text);
    if (!read.ok) return { ok: false, line: read.line, fault: read.fault };
    records.push({ line: read.line, record: read.record });
  }
  return { ok: true, records };
}
