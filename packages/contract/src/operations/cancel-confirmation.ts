import * as z from "zod";
import { Confirmation } from "../confirmations/confirmation.ts";
import { exampleConfirmation, exampleParams } from "../confirmations/example.ts";
import { ConfirmationParams } from "../confirmations/params.ts";
import { MAX_SMALL_BODY_BYTES } from "../limits.ts";
import { defineOperation } from "../operation.ts";

/** Takes one's own proposal back. Source: design, section 3. */
export const cancelConfirmation = defineOperation({
  name: "cancelConfirmation",
  method: "POST",
  path: "/v1/confirmations/{confirmation_id}/cancel",
  scope: "policy:propose",
  authority: "fresh",
  recordsRefusals: true,
  summary: "Cancel a proposal",
  description: "Takes a proposal of one's own back, until an executor has redeemed its grant.",
  params: ConfirmationParams,
  query: z.strictObject({}),
  body: {
    mediaTypes: ["application/json"],
    schema: z.strictObject({}).meta({ id: "CancelConfirmationRequest" }),
    maxBytes: MAX_SMALL_BODY_BYTES,
    mayBeAbsent: true,
  },
  status: 200,
  output: Confirmation,
  problems: [
    "confirmation_not_found",
    "not_the_proposer",
    "confirmation_declined",
    "confirmation_expired",
    "confirmation_superseded",
    "already_redeemed",
  ],
  repeatable: true,
  example: { params: exampleParams, body: {}, output: { ...exampleConfirmation, status: "cancelled" } },
});
