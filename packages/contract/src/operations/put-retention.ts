import * as z from "zod";
import { MAX_SMALL_BODY_BYTES } from "../limits.ts";
import { defineOperation } from "../operation.ts";
import { Retention, RetentionDays } from "../retention.ts";

const PutRetentionRequest = z
  .strictObject({ days: RetentionDays })
  .meta({ id: "PutRetentionRequest", description: "How long the records of runs are to be kept." });

/** Sets how long the tenant keeps the records of runs. Source: issue, retention per tenant. */
export const putRetention = defineOperation({
  name: "putRetention",
  method: "PUT",
  path: "/v1/retention",
  scope: "tenant:admin",
  authority: "fresh",
  recordsRefusals: true,
  summary: "Set the retention",
  description:
    "Sets after how many days the purge of a run is proposed. A shorter retention purges nothing by itself: it only proposes, and two people decide. The change is in the tenant's log before it is answered.",
  params: z.strictObject({}),
  query: z.strictObject({}),
  body: { mediaTypes: ["application/json"], schema: PutRetentionRequest, maxBytes: MAX_SMALL_BODY_BYTES },
  status: 200,
  output: Retention,
  problems: [],
  repeatable: true,
  example: { body: { days: 30 }, output: { days: 30, updated_at: "2026-07-02T09:20:00.000Z" } },
});
