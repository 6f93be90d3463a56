import * as z from "zod";
import { defineOperation } from "../operation.ts";
import { RunParams } from "../run-id.ts";
import { ExplainPolicyDenialResponse } from "../types/explain-policy-denial-response.ts";

/** Which rule blocked an action of a run, under which revision. Source: operator contract, ExplainPolicyDenial. */
export const explainPolicyDenial = defineOperation({
  name: "explainPolicyDenial",
  method: "GET",
  path: "/v1/runs/{run_id}/denial",
  scope: "runs:read",
  authority: "cached",
  summary: "Explain a denial of a run",
  description:
    "The latest denial that the runtime stated, or the latest one to `destination`: the rule that blocked it under the policy revision in force at that time, and the nearest rule with the one dimension in which it failed. Without such a denial 409 `run_has_no_denial`.",
  params: RunParams,
  query: z.strictObject({
    destination: z.string().min(1).max(300).optional().meta({
      description: "A destination such as `api.example.com:443`, or an MCP server and tool as `server/tool`.",
    }),
  }),
  status: 200,
  output: ExplainPolicyDenialResponse,
  problems: ["run_not_found", "evidence_purged", "run_has_no_denial"],
  repeatable: true,
  example: {
    params: { run_id: "run_01J9Z0DENIED" },
    output: {
      schema_version: "1.0.0",
      run_id: "run_01J9Z0DENIED",
      denied_action: "GET api.weather.gov:443",
      blocking_rule_id: "default_deny",
      policy_digest: "sha256:7d1a54127b222502f5b79b5fb0803061152a44f92b37e23c6527baf665d4da9a",
      rationale: "Under revision 3: Default deny: no rule matches, and none comes near (`default_deny`).",
      evidence_refs: [
        { type: "audit_seq", ref: "5", detail: "policy_denied" },
        { type: "policy_rule", ref: "default_deny" },
        { type: "run_id", ref: "run_01J9Z0DENIED" },
      ],
      next_action: "review_policy_patch",
    },
  },
});
