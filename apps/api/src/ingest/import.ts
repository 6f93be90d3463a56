import { type ImportResult, limits } from "@operator/contract";
import type { Caller } from "../middleware/authentication.ts";
import type { RunLogs } from "../ports.ts";
import { isRefusal, type Refusal, refuse } from "../refusal.ts";
import { checkImport, type ImportedRecord, refuseImport } from "./check-import.ts";
import { ingest } from "./ingest.ts";

export interface ImportCommand {
  /** The export, one record a line. */
  bytes: Uint8Array;
  /** Keyed digest of `bytes`. */
  bodyDigest: Uint8Array;
  caller: Caller;
}

/** The logs of runs, as far as an import writes them. */
type ImportedLogs = Pick<RunLogs, "append" | "contradiction">;

/** Records of one run in batches that ingest takes. */
function batchesOf(records: readonly ImportedRecord[]): ImportedRecord[][] {
  const batches: ImportedRecord[][] = [];
  let batch: ImportedRecord[] = [];
  let size = 0;
  for (const record of records) {
    const length = record.end - record.start + 1;
    if (batch.length === limits.MAX_BATCH_EVENTS || (batch.length > 0 && size + length > limits.MAX_BODY_BYTES)) {
      batches.push(batch);
      batch = [];
      size = 0;
    }
    batch.push(record);
    size += length;
  }
  return batch.length === 0 ? batches : [...batches, batch];
}

/** The lines of a batch as a body of their own. */
function linesOf(batch: readonly ImportedRecord[], bytes: Uint8Array): Uint8Array {
  const lines = new Uint8Array(batch.reduce((size, { start, end }) => size + end - start + 1, 0)).fill(0x0a);
  let at = 0;
  for (const { start, end } of batch) {
    lines.set(bytes.subarray(start, end), at);
    at += end - start + 1;
  }
  return lines;
}

const CONTRADICTED = "The run's log has another record of the source at this position or beside it.";

function refuseContradiction({ index }: ImportedRecord): Refusal {
  return refuseImport({
    index,
    code: "source_chain_broken",
    detail: CONTRADICTED,
    field: `events[${index}].record_hash`,
  });
}

/** The first record that contradicts what its run's log has of the source's chain. */
async function firstContradiction(
  tenant: string,
  batches: ReadonlyMap<string, readonly ImportedRecord[][]>,
  logs: ImportedLogs,
): Promise<ImportedRecord | undefined> {
  let first: ImportedRecord | undefined;
  for (const [runId, ofRun] of batches) {
    for (const batch of ofRun) {
      const place = await logs.contradiction(
        tenant,
        runId,
        batch.map(({ link }, index) => [index, link]),
      );
      const record = place === undefined ? undefined : batch[place];
      if (record !== undefined && (first === undefined || record.index < first.index)) first = record;
    }
  }
  return first;
}

/** Appends the records of one run, batch by batch. */
async function storeRun(
  runId: string,
  batches: readonly ImportedRecord[][],
  { bytes, bodyDigest, caller }: ImportCommand,
  logs: ImportedLogs,
): Promise<ImportResult["runs"][number] | Refusal> {
  let [accepted, duplicates] = [0, 0];
  let firstSeq: number | undefined;
  for (const batch of batches) {
    const lines = linesOf(batch, bytes);
    const mediaType = "application/x-ndjson";
    const command = { runId, bytes: lines, mediaType, partial: false, idempotencyKey: undefined, bodyDigest, caller };
    const result = await ingest(command, logs.append);
    if (isRefusal(result)) return result;
    accepted += result.accepted.length;
    duplicates += result.duplicates.length;
    firstSeq ??= result.accepted[0]?.audit_seq;
  }
  return { run_id: runId, accepted, duplicates, ...(firstSeq === undefined ? {} : { first_audit_seq: firstSeq }) };
}

/**
 * Stores a source's log: verifies it whole, asks the logs of its runs whether they know otherwise, and only then appends
 * each run's records as ingest does. What an interruption left out, the same import sent again stores.
 */
export async function importLog(command: ImportCommand, logs: ImportedLogs): Promise<ImportResult | Refusal> {
  const checked = checkImport(command.bytes, command.caller);
  if (isRefusal(checked)) return checked;
  const batches = new Map([...checked.runs].map(([runId, records]) => [runId, batchesOf(records)]));
  const contradicted = await firstContradiction(command.caller.tenant, batches, logs);
  if (contradicted !== undefined) return refuseContradiction(contradicted);

  const runs: ImportResult["runs"] = [];
  for (const [runId, ofRun] of batches) {
    const stored = await storeRun(runId, ofRun, command, logs);
    // All of it was found good above: another sender has written to the run since.
    if (isRefusal(stored))
      return refuse(stored.refused, "A run has changed during the import; a part of it is stored.");
    runs.push(stored);
  }
  return {
    records: checked.records,
    first_seq: checked.first.seq,
    last_seq: checked.last.seq,
    last_record_hash: checked.last.recordHash,
    runs,
    unassigned: checked.unassigned,
    unassigned_records: checked.unassignedRecords,
  };
}
