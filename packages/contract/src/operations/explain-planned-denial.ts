import * as z from "zod";
import { AgentName } from "../agent-name.ts";
import { MAX_POLICY_BYTES, MAX_SMALL_BODY_BYTES } from "../limits.ts";
import { defineOperation } from "../operation.ts";
import { ExplainPolicyDenialResponse } from "../types/explain-policy-denial-response.ts";

const name = z.string().min(1).max(200);

/** An action that an agent would do. */
export const PlannedAction = z
  .union([
    z.strictObject({
      host: z.string().min(1).max(300),
      port: z.int().min(1).max(65_535).default(443),
      method: z
        .string()
        .regex(/^[A-Za-z][A-Za-z-]{0,15}$/, "must be a method of HTTP")
        .optional(),
      credential: name.optional(),
    }),
    z.strictObject({ mcp_server: name, tool: name }),
    z.strictObject({ ingress_path: z.string().min(1).max(1000), port: z.int().min(1).max(65_535).optional() }),
  ])
  .meta({ id: "PlannedAction", description: "Egress to a host, a tool of an MCP server, or ingress on a path." });
export type PlannedAction = z.infer<typeof PlannedAction>;

/** Which rule would block an action, before any run. Source: operator contract, ExplainPolicyDenial; design, section 3. */
export const explainPlannedDenial = defineOperation({
  name: "explainPlannedDenial",
  method: "POST",
  path: "/v1/policy/explain-denial",
  scope: "runs:read",
  authority: "cached",
  summary: "Explain a denial before a run",
  description:
    "Decides an action under the agent's current policy, or under the document in `policy_yaml`, and explains why it is denied. An action that nothing denies answers 409 `action_allowed`.",
  params: z.strictObject({}),
  query: z.strictObject({}),
  body: {
    mediaTypes: ["application/json"],
    schema: z
      .strictObject({ agent: AgentName.optional(), policy_yaml: z.string().optional(), action: PlannedAction })
      .refine(({ agent, policy_yaml }) => (agent === undefined) !== (policy_yaml === undefined), {
        error: "needs either agent or policy_yaml",
        path: ["policy_yaml"],
      })
      .meta({ id: "ExplainPlannedDenialRequest" }),
    // A document may double in size as a JSON string.
    maxBytes: 2 * MAX_POLICY_BYTES + MAX_SMALL_BODY_BYTES,
  },
  status: 200,
  output: ExplainPolicyDenialResponse,
  problems: ["policy_not_found", "invalid_policy", "action_allowed"],
  repeatable: true,
  example: {
    body: { agent: "weather-agent", action: { host: "api.weather.gov", port: 443, method: "GET" } },
    output: {
      schema_version: "1.0.0",
      denied_action: "GET api.weather.gov:443",
      blocking_rule_id: "default_deny",
      policy_digest: "sha256:7d1a54127b222502f5b79b5fb0803061152a44f92b37e23c6527baf665d4da9a",
      rationale: "Default deny: no rule matches, and none comes near (`default_deny`).",
      evidence_refs: [{ type: "policy_rule", ref: "default_deny" }],
      next_action: "review_policy_patch",
    },
  },
});
