import * as z from "zod";
import { defineOperation } from "../operation.ts";
import { LegalHold } from "../retention.ts";
import { RunParams } from "../run-id.ts";

/** Whether a legal hold keeps a run. Source: issue, legal hold per run. */
export const getLegalHold = defineOperation({
  name: "getLegalHold",
  method: "GET",
  path: "/v1/runs/{run_id}/legal-hold",
  scope: "tenant:admin",
  authority: "fresh",
  summary: "Read the legal hold of a run",
  description: "Whether a legal hold keeps the records of the run, whatever the retention says.",
  params: RunParams,
  query: z.strictObject({}),
  status: 200,
  output: LegalHold,
  problems: ["run_not_found"],
  repeatable: true,
  example: {
    params: { run_id: "run_01J9Z0DENIED" },
    output: {
      run_id: "run_01J9Z0DENIED",
      held: true,
      reason: "Case 2026-117.",
      updated_at: "2026-07-02T09:20:00.000Z",
      updated_by: "admin",
    },
  },
});
