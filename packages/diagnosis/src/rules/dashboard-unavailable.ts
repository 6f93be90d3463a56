import type { Rule } from "./rule.ts";

/** The dashboard or telemetry endpoint cannot be reached. */
export const dashboardUnavailableRules: readonly Rule[] = [
  {
    id: "dashboard.declared",
    category: "dashboard_unavailable",
    nextAction: "ask_user",
    match: { declared: ["dashboard_unavailable"] },
    facts: { reason: ["reason", "redacted_detail"] },
    rootCause: "The dashboard or telemetry endpoint cannot be reached: {reason}.",
    otherwise: "The dashboard or telemetry endpoint cannot be reached.",
  },
];
