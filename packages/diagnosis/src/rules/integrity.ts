import type { Rule } from "./rule.ts";

/**
 * Events after which the record itself, or what ran, is in doubt, and events by which an agent asks a person to look. They
 * decide the action of a run whatever else failed in it.
 */
export const integrityRules: readonly Rule[] = [
  {
    id: "integrity.audit_chain",
    category: "agent_runtime_exception",
    nextAction: "export_audit",
    matches: "the harness's part of the audit chain does not verify (`harness_audit_chain_broken`)",
    example: "harness_audit_chain_broken: record 14 does not follow from record 13",
    match: { events: ["harness_audit_chain_broken"] },
    facts: { reason: ["reason", "detail", "error"] },
    rootCause: [
      "The audit chain of this run is broken, so that its record cannot be trusted: {reason}.",
      "The audit chain of this run is broken, so that its record cannot be trusted.",
    ],
  },
  {
    id: "integrity.immutable",
    category: "agent_runtime_exception",
    nextAction: "export_audit",
    matches: "something changed what must not change (`immutable_violation`), and no event explains it",
    example: "immutable_violation: /agent/policy.yaml was written",
    match: { events: ["immutable_violation"] },
    facts: { target: ["path", "file", "target"], reason: ["reason", "detail"] },
    rootCause: [
      "Something changed {target}, which must not change during a run: {reason}.",
      "Something changed {target}, which must not change during a run.",
      "Something changed what must not change during a run: {reason}.",
      "Something changed what must not change during a run.",
    ],
  },
];

/** An agent asks to hand over to another one: that is for a person to allow. */
export const handoffRules: readonly Rule[] = [
  {
    id: "handoff.requested",
    category: "agent_runtime_exception",
    nextAction: "review_handoff",
    matches: "the runtime reports that a local handoff waits for review",
    example: "handoff_requested: target dunning-letters",
    match: { events: ["handoff_requested", "handoff_trigger", "local_handoff"] },
    facts: { target: ["target", "target_agent", "to"], reason: ["reason", "detail"] },
    rootCause: [
      "The agent asks to hand over to {target}, which a person must review: {reason}.",
      "The agent asks to hand over to {target}, which a person must review.",
      "The agent asks for a local handoff, which a person must review.",
    ],
  },
  {
    id: "handoff.declared",
    category: "agent_runtime_exception",
    nextAction: "review_handoff",
    matches: "the runtime ended the run because a handoff needs review",
    example: "run_failed: fail_reason handoff_review_required",
    match: { declared: ["handoff_required", "handoff_review_required", "handoff_trigger", "local_handoff"] },
    facts: { target: ["target", "target_agent", "to"] },
    rootCause: [
      "The agent asks to hand over to {target}, which a person must review.",
      "The agent asks for a local handoff, which a person must review.",
    ],
  },
];
