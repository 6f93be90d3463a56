import * as z from "zod";
import { Confirmation } from "../confirmations/confirmation.ts";
import { exampleConfirmation, exampleParams } from "../confirmations/example.ts";
import { boundedText } from "../confirmations/json.ts";
import { ConfirmationParams } from "../confirmations/params.ts";
import { MAX_DETAIL_CHARS, MAX_SMALL_BODY_BYTES } from "../limits.ts";
import { defineOperation } from "../operation.ts";

/** What became of an approved change. */
const ReportApplyRequest = z
  .strictObject({ outcome: z.enum(["applied", "failed"]), detail: boundedText(MAX_DETAIL_CHARS).optional() })
  .meta({ id: "ReportApplyRequest", description: "What became of an approved change." });

/** The executor says what became of the change. Source: design, sections 3 and 7. */
export const reportApply = defineOperation({
  name: "reportApply",
  method: "POST",
  path: "/v1/confirmations/{confirmation_id}/apply-result",
  scope: "grants:apply",
  authority: "fresh",
  recordsRefusals: true,
  summary: "Report an applied change",
  description:
    "Settles a redeemed grant. `applied` stores the new policy revision where the change is one of a policy; had another revision come between, it is settled as `apply_failed` with `base_moved`. For a `retention_purge` it purges the runs before it answers; if one of them is on hold by then, or purged already, nothing is purged and it is settled as `apply_failed` with `hindered_by`. Only the executor that redeemed the grant reports.",
  params: ConfirmationParams,
  query: z.strictObject({}),
  body: { mediaTypes: ["application/json"], schema: ReportApplyRequest, maxBytes: MAX_SMALL_BODY_BYTES },
  status: 200,
  output: Confirmation,
  problems: ["confirmation_not_found", "not_the_executor", "not_redeemed", "already_reported", "candidate_changed"],
  repeatable: true,
  example: {
    params: exampleParams,
    body: { outcome: "applied" },
    output: { ...exampleConfirmation, status: "applied" },
  },
});
