import type { Rule } from "./rule.ts";

const denied = { category: "policy_denied", nextAction: "review_policy_patch" } as const;

/** A policy rule blocked something that the agent tried. */
export const policyDeniedRules: readonly Rule[] = [
  {
    id: "policy.egress_denied",
    ...denied,
    matches: "the gateway or the daemon denied an egress, and the run failed from it",
    example: "egress_denied: api.weather.gov:443, rule default_deny, destination not in allowed egress list",
    match: { events: ["egress_denied", "policy_denied"] },
    rootCause: [
      "The policy denied egress to {target} by rule {rule}: {reason}.",
      "The policy denied egress to {target} by rule {rule}.",
      "The policy denied egress to {target}: {reason}.",
      "The policy denied egress to {target}.",
      "The policy denied {action} by rule {rule}: {reason}.",
      "The policy denied {action}: {reason}.",
      "The policy denied {action}.",
    ],
  },
  {
    id: "policy.tool_denied",
    ...denied,
    matches: "the harness or the gateway denied the call of an MCP tool, and the run failed from it",
    example: "mcp_tool_denied: server github, tool delete_repo",
    match: { events: ["mcp_denied", "mcp_tool_denied"] },
    rootCause: [
      "The policy denied the MCP tool {target} by rule {rule}: {reason}.",
      "The policy denied the MCP tool {target} by rule {rule}.",
      "The policy denied the MCP tool {target}: {reason}.",
      "The policy denied the MCP tool {target}.",
    ],
  },
  {
    id: "policy.declared",
    ...denied,
    matches: "the runtime gives `policy_denied` or `mcp_denied` as the reason",
    example: "run_failed: category policy_denied",
    match: { declared: ["policy_denied", "mcp_denied"] },
    facts: { reason: ["reason", "fail_reason", "redacted_detail"] },
    rootCause: [
      "A policy rule denied what the agent tried: {reason}.",
      "A policy rule denied what the agent tried; the runtime does not say what.",
    ],
  },
  {
    id: "policy.reason",
    ...denied,
    matches: "the runtime's reason says that the policy denied something",
    example: "egress to api.weather.gov:443 denied by policy",
    match: {
      text: /^(?<reason>.{0,160}\b(?:(?:denied|blocked|refused|rejected|not allowed|forbidden) by (?:the )?(?:egress |network |mcp )?policy|policy (?:rule \S{1,60} )?(?:denied|blocked|forbids)|not in (?:the )?allowed (?:egress|tools?)(?: list)?|by rule default_deny)\b.{0,120})/i,
      hints: ["policy", "Policy", "allowed", "default_deny"],
      voice: "runtime",
    },
    rootCause: ["A policy rule denied what the agent tried: {reason}."],
  },
];
