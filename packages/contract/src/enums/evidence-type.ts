import * as z from "zod";

/**
 * The kind of artifact that an evidence ref names.
 *
 * - `audit_seq`: one sequence number of the run's audit log (`"42"`) or a range (`"3-7"`).
 * - `run_id`: a run.
 * - `policy_rule`: a rule of a policy, such as `egress[2]` or `default_deny`.
 * - `span`: an OpenTelemetry span id.
 * - `log`: a log line id or an offset in a file.
 * - `redacted_excerpt`: a redacted piece of source, log or trace.
 * - `verification`: a command that reproduces the finding.
 *
 * Source: operator contract, `EvidenceRef.Type`.
 */
export const EvidenceType = z
  .enum(["audit_seq", "run_id", "policy_rule", "span", "log", "redacted_excerpt", "verification"])
  .meta({ id: "EvidenceType", description: "The kind of artifact that an evidence ref names." });
export type EvidenceType = z.infer<typeof EvidenceType>;
