import { toBase64 } from "@operator/audit";
import { RunHead } from "@operator/contract";
import * as z from "zod";
import type { Handler } from "../handler.ts";
import type { Ports } from "../ports.ts";
import { type Refusal, refuse, runNotFound } from "../refusal.ts";
import { checkpointAnswer } from "./checkpoint-answer.ts";

const RunHeadEntry = z.object({ body: RunHead });

/** That the tenant's log covers an event of a run. */
export const getProof: Handler<"getProof"> = async ({ query, caller }, ports) => {
  const { run_id, seq } = query;
  const found = await ports.auditLogs.proof(caller.tenant, { runId: run_id, seq });
  if (found === undefined) return notCovered(caller.tenant, run_id, seq, ports);
  const leaf = new TextDecoder().decode(found.entry);
  return {
    body: {
      run_id,
      seq,
      run_head: RunHeadEntry.parse(JSON.parse(leaf)).body,
      leaf,
      leaf_index: found.leafIndex,
      tree_size: found.checkpoint.size,
      proof: found.proof.map(toBase64),
      checkpoint: checkpointAnswer(found.checkpoint),
    },
  };
};

/** Why the log has no head that covers the event. */
async function notCovered(tenant: string, runId: string, seq: number, ports: Ports): Promise<Refusal> {
  const next = await ports.runs.nextSeq(tenant, runId);
  if (next === undefined) return runNotFound();
  if (seq >= next) return refuse("event_not_found", "The run has no event at this position yet.");
  const headers = { "retry-after": "1" };
  return refuse("proof_not_ready", "The run's head enters the log within five seconds of its last event.", { headers });
}
