import * as z from "zod";
import { Confirmation } from "../confirmations/confirmation.ts";
import { exampleConfirmation, exampleParams } from "../confirmations/example.ts";
import { ConfirmationParams } from "../confirmations/params.ts";
import { MAX_WAIT_SECONDS } from "../limits.ts";
import { defineOperation } from "../operation.ts";

const digits = z
  .string()
  .regex(/^[0-9]{1,3}$/, "must be a whole number of seconds")
  .transform(Number);

/** A confirmation with the candidate that is decided about. Source: design, section 3. */
export const getConfirmation = defineOperation({
  name: "getConfirmation",
  method: "GET",
  path: "/v1/confirmations/{confirmation_id}",
  scope: "runs:read",
  authority: "cached",
  summary: "Read a confirmation",
  description:
    "The candidate, its digest, who has to approve, and what was decided. With `wait` the answer comes when the state changes, at the latest after that many seconds; with `If-None-Match` beside it, at once where the state is another than the one with that entity tag, so that no change between two requests is missed. That somebody who may decide has looked is entered into the tenant's log.",
  params: ConfirmationParams,
  query: z.strictObject({
    wait: z
      .union([z.int(), digits])
      .pipe(z.int().min(0).max(MAX_WAIT_SECONDS))
      .optional()
      .meta({ description: `Seconds to wait for a change, at most ${MAX_WAIT_SECONDS}.` }),
  }),
  status: 200,
  output: Confirmation,
  problems: ["confirmation_not_found"],
  repeatable: true,
  example: { params: exampleParams, output: exampleConfirmation },
});
