import type { Rule } from "./rule.ts";

/** The packaging scanner found secret material in the build context. */
export const secretScanFailedRules: readonly Rule[] = [
  {
    id: "secret_scan.declared",
    category: "secret_scan_failed",
    nextAction: "fix_code",
    match: { declared: ["secret_scan_failed"] },
    facts: { reason: ["reason", "redacted_detail"] },
    rootCause: "The packaging scanner found secret material in the build context: {reason}.",
    otherwise: "The packaging scanner found secret material in the build context.",
  },
];
