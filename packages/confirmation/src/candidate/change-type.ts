import type { RiskLevel } from "@operator/contract";
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

/** The least risk of each change. What a policy patch does is for the evaluation of the policy to say. */
const LEAST_RISK: Readonly<Record<ChangeType, RiskLevel>> = {
  policy_patch: "low",
  credential_binding: "medium",
  direct_lease: "high",
  handoff_trigger: "medium",
  exposed_listener: "high",
  retention_purge: "high",
  destructive_operation: "high",
  webhook_destination: "high",
  unrelated_run_stop: "high",
};

const RANK: Readonly<Record<RiskLevel, number>> = { low: 0, medium: 1, high: 2 };

/**
 * The risk of a change.
 *
 * @param evaluated what the evaluation of the policy found; it can raise the risk of a change and never lower it. A policy
 *   patch whose effect could not be evaluated is `high`.
 */
export function riskOfChange(changeType: ChangeType, evaluated?: RiskLevel): RiskLevel {
  const found = evaluated ?? (changeType === "policy_patch" ? "high" : "low");
  const least = LEAST_RISK[changeType];
  return RANK[found] > RANK[least] ? found : least;
}
