import * as z from "zod";
import { defineOperation } from "../operation.ts";
import { NextActionResponse } from "../types/next-action-response.ts";

/** The one next action over all runs of the tenant. Source: operator contract, NextAction without a run. */
export const nextProjectAction = defineOperation({
  name: "nextProjectAction",
  method: "GET",
  path: "/v1/next-action",
  scope: "runs:read",
  authority: "cached",
  summary: "Recommend the next action for the project",
  description:
    "The action for the agent that failed most recently and has not completed a run since. The answer names no run; its evidence does.",
  params: z.strictObject({}),
  query: z.strictObject({}),
  status: 200,
  output: NextActionResponse,
  problems: [],
  repeatable: true,
  example: {
    output: {
      schema_version: "1.0.0",
      next_action: "install_dependency",
      rationale:
        'The latest run of agent "invoice-chaser" failed. The Python module "requests" is not installed in the agent\'s environment.',
      evidence_refs: [{ type: "run_id", ref: "run_01J9Z0NOMODULE" }],
    },
  },
});
