import { canonicalRecord } from "@operator/audit";
import type { JsonObject } from "@operator/contract";
import type { PlacedRecord } from "../../objects/run-log/evidence.ts";
import { runNotFound } from "../../refusal.ts";
import { evidenceNotFound, evidencePurged } from "../refusals.ts";
import type { Resolver } from "./request.ts";

/** A record as the AgentPaaS audit log has it, without its hashes, which stand beside it. */
function recordOf({ line, seq, prev_hash }: PlacedRecord): JsonObject {
  const { prev_hash: _, ...record } = JSON.parse(canonicalRecord(line, seq, prev_hash)) as JsonObject;
  return record;
}

/** The records of a range with their hashes, and where a proof of them begins. */
export const resolveAuditSeq: Resolver<"audit_seq"> = async ({ tenant, runId, ref }, { first, last }, ports) => {
  const found = await ports.runs.evidence(tenant, runId, { kind: "records", first, last });
  if (found === undefined) return runNotFound();
  if (found.kind === "purged") return evidencePurged();
  if (found.kind !== "records") return evidenceNotFound();
  const { records } = found;
  const end = records.at(-1)?.seq;
  if (end === undefined) return evidenceNotFound();
  // The head that covers the last of them covers all of them.
  const covering = await ports.auditLogs.covering(tenant, runId, end);
  return {
    type: "audit_seq",
    run_id: runId,
    ref,
    records: records.map((record) => ({
      audit_seq: record.seq,
      record: recordOf(record),
      record_hash: record.record_hash,
      prev_hash: record.prev_hash,
      segment: record.segment,
      ...(record.source === undefined ? {} : { source: record.source }),
    })),
    ...(end < last ? { rest: `${end + 1}-${last}` } : {}),
    ...(covering === undefined
      ? {}
      : { proof: { leaf_index: covering.index, path: `/v1/audit/proof?run_id=${runId}&seq=${end}` } }),
  };
};
