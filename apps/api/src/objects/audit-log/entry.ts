import { entryText, type LogEntry, leafHash, toHex } from "@operator/audit";
import { limits, type RunHead } from "@operator/contract";
import { sha256 } from "../../adapters/sha256.ts";

/** Something to be entered into a tenant's log, once: an entry whose kind and key are there already is not new. */
export interface NewEntry extends LogEntry {
  dedupeKey: string;
}

/** An entry on its way into the tree. */
export interface NewLeaf {
  kind: string;
  dedupeKey: string;
  entry: Uint8Array;
  hash: Uint8Array;
}

const encoder = new TextEncoder();

/** @throws RangeError when the entry is larger than a log may hold */
export function leafOf({ dedupeKey, ...entry }: NewEntry): NewLeaf {
  const bytes = encoder.encode(entryText(entry));
  if (bytes.length > limits.MAX_LOG_ENTRY_BYTES) throw new RangeError("the entry is too large for the log");
  return { kind: entry.kind, dedupeKey, entry: bytes, hash: leafHash(bytes, sha256) };
}

/** The kind of entry that says where the log of a run ends. */
export const RUN_HEAD = "run_head";

const SEQ_DIGITS = String(Number.MAX_SAFE_INTEGER).length;

/** The key of a run's head. Keys of one run are in the order of its positions; a run id has no space. */
export function headKey(runId: string, nextSeq: number): string {
  return `${runId} ${String(nextSeq).padStart(SEQ_DIGITS, "0")}`;
}

/** The entry that says that records of a run are about to be purged; the same purge again is the same entry. */
export function purgeEntry(runId: string, of: { confirmationId: string; through: number; at: number }): NewEntry {
  const { confirmationId: confirmation_id, through } = of;
  const at = new Date(of.at).toISOString();
  const body = { run_id: runId, purged_through: through, confirmation_id, at };
  return { kind: "retention_purge", dedupeKey: `${confirmation_id} ${runId}`, body };
}

/** The entry for the head of a run's log; the same head again is the same entry. */
export function runHeadEntry(head: Uint8Array, of: Omit<RunHead, "head">): NewEntry {
  return { kind: RUN_HEAD, dedupeKey: headKey(of.run_id, of.next_seq), body: { ...of, head: toHex(head) } };
}
