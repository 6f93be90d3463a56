import * as z from "zod";
import { Confirmation } from "../confirmations/confirmation.ts";
import { exampleConfirmation, exampleParams } from "../confirmations/example.ts";
import { boundedText, Sha256 } from "../confirmations/json.ts";
import { ConfirmationParams } from "../confirmations/params.ts";
import { Decision } from "../confirmations/status.ts";
import { MAX_REASON_CHARS, MAX_SMALL_BODY_BYTES } from "../limits.ts";
import { defineOperation } from "../operation.ts";

/** What a person says to a proposal, and to which bytes. */
const DecideConfirmationRequest = z
  .strictObject({
    decision: Decision,
    candidate_digest: Sha256.describe("The digest of the candidate that the person has reviewed."),
    reason: boundedText(MAX_REASON_CHARS).optional(),
  })
  .meta({ id: "DecideConfirmationRequest", description: "What a person says to a proposal." });

/** A person approves or declines. Source: design, sections 3 and 7. */
export const decideConfirmation = defineOperation({
  name: "decideConfirmation",
  method: "POST",
  path: "/v1/confirmations/{confirmation_id}/decision",
  scope: "confirmations:decide",
  authority: "fresh",
  recordsRefusals: true,
  summary: "Decide a confirmation",
  description:
    "Approves or declines the candidate with the digest that the person has reviewed. Only people decide, never who proposed the change or whom the proposer let in, and with a key that can only read besides. An exact repeat answers the same again.",
  params: ConfirmationParams,
  query: z.strictObject({}),
  body: { mediaTypes: ["application/json"], schema: DecideConfirmationRequest, maxBytes: MAX_SMALL_BODY_BYTES },
  status: 200,
  output: Confirmation,
  problems: [
    "confirmation_not_found",
    "decider_not_human",
    "decide_scope_missing",
    "decide_scope_mixed",
    "own_proposal",
    "decider_made_by_proposer",
    "decider_not_eligible",
    "candidate_changed",
    "already_decided",
    "confirmation_expired",
    "confirmation_cancelled",
    "confirmation_superseded",
  ],
  repeatable: true,
  example: {
    params: exampleParams,
    body: { decision: "approve", candidate_digest: exampleConfirmation.candidate_digest },
    output: exampleConfirmation,
  },
});
