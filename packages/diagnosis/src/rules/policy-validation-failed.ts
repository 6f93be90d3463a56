import type { Rule } from "./rule.ts";

/** The policy compiler refused the agent's policy.yaml. */
export const policyValidationFailedRules: readonly Rule[] = [
  {
    id: "policy_validation.declared",
    category: "policy_validation_failed",
    nextAction: "review_policy_patch",
    match: { declared: ["policy_validation_failed"] },
    facts: { reason: ["reason", "redacted_detail"] },
    rootCause: "The policy compiler refused the agent's policy.yaml: {reason}.",
    otherwise: "The policy compiler refused the agent's policy.yaml.",
  },
];
