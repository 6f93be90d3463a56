import type { Rule } from "./rule.ts";

/** A trigger of the run did not authenticate. */
export const triggerAuthFailedRules: readonly Rule[] = [
  {
    id: "trigger.declared",
    category: "trigger_auth_failed",
    nextAction: "set_secret",
    match: { declared: ["trigger_auth_failed"] },
    facts: { reason: ["reason", "redacted_detail"] },
    rootCause: "A trigger of the run did not authenticate: {reason}.",
    otherwise: "A trigger of the run did not authenticate.",
  },
  {
    id: "trigger.event",
    category: "trigger_auth_failed",
    nextAction: "set_secret",
    match: { events: ["trigger_auth_failed"] },
    facts: { reason: ["reason", "detail"] },
    rootCause: "A trigger of the run did not authenticate: {reason}.",
    otherwise: "A trigger of the run did not authenticate.",
  },
];
