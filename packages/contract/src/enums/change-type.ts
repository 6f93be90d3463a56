import * as z from "zod";

/**
 * What kind of trust-boundary change is proposed. Source: design, section 7.
 *
 * - `policy_patch`: an agent's policy changes.
 * - `credential_binding`: a credential is bound to an agent, used by the runtime and never shown to the agent.
 * - `direct_lease`: an agent is handed a credential itself.
 * - `handoff_trigger`: one agent may start another.
 * - `exposed_listener`: something listens where others can reach it.
 * - `retention_purge`: kept records are deleted.
 * - `destructive_operation`: something is destroyed that cannot be brought back.
 * - `webhook_destination`: events are sent to another place.
 * - `unrelated_run_stop`: a run is stopped by somebody who did not start it.
 */
export const ChangeType = z
  .enum([
    "policy_patch",
    "credential_binding",
    "direct_lease",
    "handoff_trigger",
    "exposed_listener",
    "retention_purge",
    "destructive_operation",
    "webhook_destination",
    "unrelated_run_stop",
  ])
  .meta({ id: "ChangeType", description: "The kind of a trust-boundary change." });
export type ChangeType = z.infer<typeof ChangeType>;

/** The changes that can be written as a new document of an agent's policy. */
export const POLICY_CHANGES: ReadonlySet<ChangeType> = new Set(["policy_patch", "credential_binding", "direct_lease"]);
