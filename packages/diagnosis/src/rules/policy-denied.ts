import type { Rule } from "./rule.ts";

const denied = { category: "policy_denied", nextAction: "review_policy_patch" } as const;

/** A policy rule blocked something that the agent tried. */
export const policyDeniedRules: readonly Rule[] = [
  {
    id: "policy.declared",
    ...denied,
    match: { declared: ["policy_denied", "mcp_denied"] },
    facts: { reason: ["reason", "fail_reason"] },
    rootCause: "A policy rule denied what the agent tried: {reason}.",
    otherwise: "A policy rule denied what the agent tried; the runtime does not say what.",
  },
  {
    id: "policy.egress_denied",
    ...denied,
    match: { events: ["egress_denied", "policy_denied"] },
    facts: { destination: ["destination", "action"], rule: ["rule_id"], reason: ["reason"] },
    rootCause: "The policy denied egress to {destination} by rule {rule}: {reason}.",
    otherwise: "The policy denied an action of the agent.",
  },
  {
    id: "policy.mcp_denied",
    ...denied,
    match: { events: ["mcp_denied", "mcp_tool_denied"] },
    facts: { server: ["mcp_server", "server"], tool: ["tool", "tool_name"] },
    rootCause: "The policy denied the MCP tool {tool} of server {server}.",
    otherwise: "The policy denied a call of an MCP tool.",
  },
];
