import type { Rule } from "./rule.ts";

const invalid = { category: "policy_validation_failed", nextAction: "fix_code" } as const;
const facts = {
  reason: ["reason", "fail_reason", "redacted_detail", "detail", "error"],
  path: ["path", "field"],
} as const;
const rootCause = [
  "The policy compiler refused the agent's policy.yaml at {path}: {reason}.",
  "The policy compiler refused the agent's policy.yaml: {reason}.",
  "The policy compiler refused the agent's policy.yaml.",
] as const;

/** The policy compiler refused the agent's policy.yaml, so that nothing could run under it. */
export const policyValidationFailedRules: readonly Rule[] = [
  {
    id: "policy_validation.declared",
    ...invalid,
    matches: "the runtime gives `policy_validation_failed` as the reason",
    example: "run_failed: category policy_validation_failed, reason egress[1].ports[0]: 70000 is above 65535",
    match: { declared: ["policy_validation_failed", "policy_invalid", "invalid_policy"] },
    facts,
    rootCause,
  },
  {
    id: "policy_validation.event",
    ...invalid,
    matches: "an event of type `policy_validation_failed`",
    example: "policy_validation_failed: unknown field egres",
    match: { events: ["policy_validation_failed"] },
    facts,
    rootCause,
  },
  {
    id: "policy_validation.field",
    ...invalid,
    matches: "the policy compiler names the field or line of policy.yaml that it refuses",
    example: 'policy.yaml:14:5: unknown field "egres"',
    match: {
      text: /\b(?<problem>(?:policy\.ya?ml(?::\d{1,6}){0,2}: .{1,160}|(?:(?:failed to |cannot |could not )(?:parse|compile|load|validate)|invalid) policy(?:\.ya?ml)?\b.{0,160}|policy (?:validation|compilation|compile|compiler|schema|parse|load)(?: check)? (?:failed|errors?|refused).{0,160}|policy\.ya?ml\b.{0,60}\b(?:is invalid|is not valid|failed validation|refused|rejected).{0,160}))/i,
      hints: ["policy", "Policy"],
      voice: "setup",
    },
    rootCause: ["The policy compiler refused the agent's policy.yaml: {problem}."],
  },
  {
    id: "policy_validation.yaml",
    ...invalid,
    matches: "the YAML of the policy cannot be parsed",
    example: "policy: yaml: line 7: mapping values are not allowed in this context",
    match: {
      text: /\bpolicy.{0,60}\b(?<problem>yaml: (?:line \d{1,6}: .{1,120}|unmarshal errors:.{0,120}))/i,
      hints: ["yaml: "],
      voice: "setup",
    },
    rootCause: ["The policy compiler refused the agent's policy.yaml: {problem}."],
  },
];
