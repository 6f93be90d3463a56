import type { Rule } from "./rule.ts";

/** The harness around the agent failed its health check. */
export const harnessHealthFailedRules: readonly Rule[] = [
  {
    id: "harness.declared",
    category: "harness_health_failed",
    nextAction: "rerun",
    match: { declared: ["harness_health_failed"] },
    facts: { reason: ["reason", "redacted_detail"] },
    rootCause: "The harness around the agent failed its health check: {reason}.",
    otherwise: "The harness around the agent failed its health check.",
  },
  {
    id: "harness.event",
    category: "harness_health_failed",
    nextAction: "rerun",
    match: { events: ["harness_health_failed"] },
    facts: { reason: ["reason", "detail"] },
    rootCause: "The harness around the agent failed its health check: {reason}.",
    otherwise: "The harness around the agent failed its health check.",
  },
];
