import * as z from "zod";
import { Candidate } from "../confirmations/candidate.ts";
import { exampleConfirmation, exampleParams } from "../confirmations/example.ts";
import { ConfirmationParams } from "../confirmations/params.ts";
import { MAX_SMALL_BODY_BYTES } from "../limits.ts";
import { defineOperation } from "../operation.ts";

/** What an executor gets, once: what to apply, and the proof that people approved just that. */
const Grant = z
  .strictObject({
    receipt: z
      .string()
      .regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/)
      .describe("A compact JWS (EdDSA) over the ReceiptClaims; its key is in /.well-known/operator-keys.json."),
    candidate: Candidate,
    policy_yaml: z.string().min(1).optional().describe("The policy document to apply, where the change is one."),
  })
  .meta({ id: "Grant", description: "A redeemed grant." });

/** Redeems the grant of an approved confirmation. Source: design, sections 3 and 7. */
export const redeemGrant = defineOperation({
  name: "redeemGrant",
  method: "POST",
  path: "/v1/confirmations/{confirmation_id}/grant",
  scope: "grants:apply",
  authority: "fresh",
  recordsRefusals: true,
  takesIdempotencyKey: true,
  summary: "Redeem a grant",
  description:
    "Gives the candidate and its signed receipt to one executor, once, within ten minutes of the approval. Who approved must still be allowed to, and the policy must still be the one that the change was made against. With an `Idempotency-Key`, the same executor that did not get the answer may ask for it again.",
  params: ConfirmationParams,
  query: z.strictObject({}),
  body: {
    mediaTypes: ["application/json"],
    schema: z.strictObject({}).meta({ id: "RedeemGrantRequest" }),
    maxBytes: MAX_SMALL_BODY_BYTES,
    mayBeAbsent: true,
  },
  status: 200,
  output: Grant,
  problems: [
    "confirmation_not_found",
    "executor_not_service",
    "apply_scope_missing",
    "executor_is_proposer",
    "not_approved",
    "approvals_withdrawn",
    "candidate_changed",
    "already_redeemed",
    "confirmation_declined",
    "confirmation_expired",
    "confirmation_cancelled",
    "confirmation_superseded",
  ],
  repeatable: false,
  example: {
    params: exampleParams,
    body: {},
    output: { receipt: "(header).(claims).(signature)".replace(/[()]/g, ""), candidate: exampleConfirmation.candidate },
  },
});
