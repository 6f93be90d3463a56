import * as z from "zod";
import { defineOperation } from "../operation.ts";
import { RunParams } from "../run-id.ts";
import { NextActionResponse } from "../types/next-action-response.ts";

/** The one next action for a run. Source: operator contract, NextAction. */
export const nextAction = defineOperation({
  name: "nextAction",
  method: "GET",
  path: "/v1/runs/{run_id}/next-action",
  scope: "runs:read",
  authority: "cached",
  summary: "Recommend the next action for a run",
  description: "Exactly one action, why it is recommended, and the evidence for it.",
  params: RunParams,
  query: z.strictObject({}),
  status: 200,
  output: NextActionResponse,
  problems: ["run_not_found"],
  repeatable: true,
  example: {
    params: { run_id: "run_01J9Z0NOMODULE" },
    output: {
      schema_version: "1.0.0",
      run_id: "run_01J9Z0NOMODULE",
      next_action: "install_dependency",
      rationale: 'The Python module "requests" is not installed in the agent\'s environment.',
      evidence_refs: [{ type: "audit_seq", ref: "2", detail: "failure_context" }],
    },
  },
});
