import * as z from "zod";
import { MAX_SMALL_BODY_BYTES } from "../limits.ts";
import { defineOperation } from "../operation.ts";
import { HoldReason, LegalHold } from "../retention.ts";
import { RunParams } from "../run-id.ts";

const PutLegalHoldRequest = z
  .strictObject({ held: z.boolean(), reason: HoldReason.optional() })
  .meta({ id: "PutLegalHoldRequest", description: "Whether the run is to be held, and why." });

/** Holds a run, or lifts its hold. Source: issue, legal hold per run. */
export const putLegalHold = defineOperation({
  name: "putLegalHold",
  method: "PUT",
  path: "/v1/runs/{run_id}/legal-hold",
  scope: "tenant:admin",
  authority: "fresh",
  recordsRefusals: true,
  summary: "Hold a run, or lift its hold",
  description:
    "A run that is held is not proposed for a purge, and an approved purge that holds it is not carried out. Secrets are taken out of the reason before it is kept. The change is in the tenant's log before it is answered. A run whose records are purged already has nothing to hold: `evidence_purged`.",
  params: RunParams,
  query: z.strictObject({}),
  body: { mediaTypes: ["application/json"], schema: PutLegalHoldRequest, maxBytes: MAX_SMALL_BODY_BYTES },
  status: 200,
  output: LegalHold,
  problems: ["run_not_found", "evidence_purged"],
  repeatable: true,
  example: {
    params: { run_id: "run_01J9Z0DENIED" },
    body: { held: true, reason: "Case 2026-117." },
    output: {
      run_id: "run_01J9Z0DENIED",
      held: true,
      reason: "Case 2026-117.",
      updated_at: "2026-07-02T09:20:00.000Z",
      updated_by: "admin",
    },
  },
});
