import type { ChangeType, RiskLevel } from "@operator/contract";

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
