import { canonicalRecord, recordHash } from "@operator/audit";
import * as z from "zod";
import { sha256 } from "../../adapters/sha256.ts";
import { segmentsFrom } from "./statements.ts";
import { linesOf } from "./stored-events.ts";

/**
 * The chain of a run's records in the form of the AgentPaaS audit log. It is a view: `prev_hash` and `record_hash` follow
 * from the stored records. What is kept of it is a hash now and then, so that a page in the middle of a long log does not
 * hash everything before it; those can be deleted and follow again.
 */

/** A stored record in its place in the chain. */
export interface ChainedRecord {
  seq: number;
  /** The `record_hash` of the record before it; empty for the first. */
  prev_hash: string;
  record_hash: string;
  /** The record as it is stored: canonical, without its place. */
  line: string;
}

/** Records between two hashes that are kept, at least: a few milliseconds of hashing. */
const KEPT_EVERY = 256;

const HashRow = z.object({ seq: z.number(), record_hash: z.string() });

/** The kept hash that is the nearest before a position. */
function hashBefore(sql: SqlStorage, seq: number): z.infer<typeof HashRow> {
  const [row] = sql.exec("SELECT * FROM record_hashes WHERE seq < ? ORDER BY seq DESC LIMIT 1", seq).toArray();
  return row === undefined ? { seq: 0, record_hash: "" } : HashRow.parse(row);
}

function keepHashes(sql: SqlStorage, hashes: readonly z.infer<typeof HashRow>[]): void {
  for (const { seq, record_hash } of hashes) {
    sql.exec("INSERT OR IGNORE INTO record_hashes (seq, record_hash) VALUES (?, ?)", seq, record_hash);
  }
}

/** The records at these positions, both included, in order; those that are not there, or were purged, are left out. */
export function recordsAt(sql: SqlStorage, first: number, last: number): ChainedRecord[] {
  const start = hashBefore(sql, first);
  const found: ChainedRecord[] = [];
  const toKeep: z.infer<typeof HashRow>[] = [];
  let { seq: keptAt, record_hash: hash } = start;
  for (const segment of segmentsFrom(sql, start.seq + 1)) {
    if (segment.first_seq > last) break;
    for (const [index, line] of linesOf(segment.body).entries()) {
      const seq = segment.first_seq + index;
      const prev_hash = hash;
      hash = recordHash(canonicalRecord(line, seq, prev_hash), sha256);
      if (seq >= first && seq <= last) found.push({ seq, prev_hash, record_hash: hash, line });
    }
    hash = segment.last_record_hash ?? hash;
    const end = segment.first_seq + segment.count - 1;
    if (end - keptAt < KEPT_EVERY) continue;
    toKeep.push({ seq: end, record_hash: hash });
    keptAt = end;
  }
  keepHashes(sql, toKeep);
  return found;
}
