import * as z from "zod";
import { AgentName } from "../agent-name.ts";
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
    "The action for whatever went wrong last: the run of an agent that failed and has not completed one since, or the project of an agent that was validated after its latest run and is not ready. A project that was found ready after the failure is to be run again. The answer names no run; its evidence does. With `agent` it is about that agent alone.",
  params: z.strictObject({}),
  query: z.strictObject({ agent: AgentName.optional() }),
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
