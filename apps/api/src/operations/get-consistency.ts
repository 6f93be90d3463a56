import { toBase64 } from "@operator/audit";
import type { Handler } from "../handler.ts";
import { refuse } from "../refusal.ts";
import { checkpointAnswer } from "./checkpoint-answer.ts";

/** That the tenant's log only grew since an earlier checkpoint. */
export const getConsistency: Handler<"getConsistency"> = async ({ query, caller }, ports) => {
  const result = await ports.auditLogs.consistency(caller.tenant, query.old_size);
  if (result.kind === "size_not_reached") return refuse("size_not_reached", "The log has fewer entries than that.");
  const { proof, checkpoint } = result;
  return {
    body: { old_size: query.old_size, proof: proof.map(toBase64), checkpoint: checkpointAnswer(checkpoint) },
  };
};
