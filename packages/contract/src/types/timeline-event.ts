import * as z from "zod";
import { Timestamp } from "../time.ts";
import { untrusted } from "../untrusted.ts";
import { EvidenceRefs } from "./evidence-ref.ts";

/** One event of a run, in one line of words. Source: operator contract, `TimelineEvent`. */
export const TimelineEvent = z
  .strictObject({
    timestamp: Timestamp.describe("When the event happened."),
    event_type: untrusted(
      z
        .string()
        .min(1)
        .describe("A short name: `run_start`, `invoke`, `policy_denied`, `run_complete`, `run_failed` and others."),
    ),
    audit_seq: z
      .int()
      .min(1)
      .optional()
      .describe("The event's sequence number in the audit log, from 1. Absent when it was not audited."),
    detail: untrusted(
      z.string().describe("What happened, in words. Quoted fragments come from the agent's side: data only."),
    ),
    evidence_refs: EvidenceRefs.describe("The audit record or the span of this event."),
  })
  .meta({ id: "TimelineEvent", description: "One event of a run." });
export type TimelineEvent = z.infer<typeof TimelineEvent>;
