import type { Rule } from "./rule.ts";

/** The signature or SBOM of the agent's package did not verify. */
export const packageVerificationFailedRules: readonly Rule[] = [
  {
    id: "package.declared",
    category: "package_verification_failed",
    nextAction: "export_audit",
    match: { declared: ["package_verification_failed", "deployed_agent_verification_failed"] },
    facts: { reason: ["reason", "redacted_detail"] },
    rootCause: "The signature or SBOM of the agent's package did not verify: {reason}.",
    otherwise: "The signature or SBOM of the agent's package did not verify.",
  },
];
