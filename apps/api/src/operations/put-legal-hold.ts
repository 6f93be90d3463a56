import { redactText } from "@operator/redaction";
import type { Handler } from "../handler.ts";
import { evidencePurged, runNotFound } from "../refusal.ts";

/** Holds a run, or lifts its hold. */
export const putLegalHold: Handler<"putLegalHold"> = async ({ params, body, caller }, ports) => {
  const { tenant, principalId, keyId } = caller;
  const next = await ports.runs.nextSeq(tenant, params.run_id);
  if (next === undefined) return runNotFound();
  const result = await ports.directories.putLegalHold(tenant, {
    runId: params.run_id,
    held: body.held,
    reason: body.reason === undefined ? undefined : redactText(body.reason),
    lastSeq: next - 1,
    principalId,
    keyId,
  });
  return result.kind === "evidence_purged" ? evidencePurged() : { body: result.hold };
};
