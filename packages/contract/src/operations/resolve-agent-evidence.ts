import * as z from "zod";
import { AgentName } from "../agent-name.ts";
import { wholeNumber } from "../audit-log.ts";
import { EvidenceType } from "../enums/evidence-type.ts";
import { ResolvedAgentEvidence } from "../evidence/resolved.ts";
import { MAX_REF_CHARS } from "../limits.ts";
import { defineOperation } from "../operation.ts";

/** What a ref of an answer about an agent's policy leads to, where no run is in question. */
export const resolveAgentEvidence = defineOperation({
  name: "resolveAgentEvidence",
  method: "GET",
  path: "/v1/agents/{agent}/evidence/{type}/{ref}",
  scope: "runs:read",
  authority: "cached",
  summary: "Resolve a ref to a policy",
  description:
    "What a `policy_rule` or `verification` ref of an answer about this agent's policy leads to: the rule's text in the current revision or in an earlier one, or what the command answers. For answers before any run, which have no run to resolve their refs by; refs of other types are of runs, and are 404 `evidence_not_found` here.",
  params: z.strictObject({
    agent: AgentName,
    type: EvidenceType,
    ref: z.string().min(1).max(MAX_REF_CHARS).meta({ description: "The ref as the answer has it." }),
  }),
  query: z.strictObject({
    revision: wholeNumber(1)
      .optional()
      .meta({ description: "The revision of the policy; the current one without it." }),
  }),
  status: 200,
  output: ResolvedAgentEvidence,
  problems: ["policy_not_found", "malformed_ref", "evidence_not_found"],
  repeatable: true,
  example: {
    params: { agent: "weather-agent", type: "policy_rule", ref: "egress[0]" },
    output: {
      type: "policy_rule",
      agent: "weather-agent",
      ref: "egress[0]",
      rule: {
        agent: "weather-agent",
        revision: 1,
        policy_digest: "sha256:5a0f5f0f3f7e3d9d4b0b6c1a2e8d7c6b5a4f3e2d1c0b9a8f7e6d5c4b3a291807",
        path: "egress[0]",
        start_line: 6,
        end_line: 8,
        text: "  - domain: api.example.com\n    ports: [443]\n    methods: [GET]",
      },
    },
  },
});
