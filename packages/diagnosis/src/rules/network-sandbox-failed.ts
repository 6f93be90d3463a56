import type { Rule } from "./rule.ts";

/** The network sandbox of the run failed. */
export const networkSandboxFailedRules: readonly Rule[] = [
  {
    id: "network.declared",
    category: "network_sandbox_failed",
    nextAction: "ask_user",
    match: { declared: ["network_sandbox_failed", "create_network", "create_egress_network"] },
    facts: { reason: ["reason", "redacted_detail"] },
    rootCause: "The network sandbox of the run failed: {reason}.",
    otherwise: "The network sandbox of the run failed.",
  },
];
