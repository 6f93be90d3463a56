import * as z from "zod";
import { defineOperation } from "../operation.ts";
import { Retention } from "../retention.ts";

/** How long the tenant keeps the records of runs. Source: issue, retention per tenant. */
export const getRetention = defineOperation({
  name: "getRetention",
  method: "GET",
  path: "/v1/retention",
  scope: "tenant:admin",
  authority: "fresh",
  summary: "Read the retention",
  description: "After how many days the purge of a run is proposed. Nothing is purged unless two people approve it.",
  params: z.strictObject({}),
  query: z.strictObject({}),
  status: 200,
  output: Retention,
  problems: [],
  repeatable: true,
  example: { output: { days: 90 } },
});
