import { agentRuntimeExceptionRules } from "./agent-runtime-exception.ts";
import { budgetExceededRules } from "./budget-exceeded.ts";
import { dashboardUnavailableRules } from "./dashboard-unavailable.ts";
import { dependencyConflictRules } from "./dependency-conflict.ts";
import { dockerUnavailableRules } from "./docker-unavailable.ts";
import { harnessHealthFailedRules } from "./harness-health-failed.ts";
import { missingSecretBindingRules } from "./missing-secret-binding.ts";
import { networkSandboxFailedRules } from "./network-sandbox-failed.ts";
import { packageVerificationFailedRules } from "./package-verification-failed.ts";
import { policyDeniedRules } from "./policy-denied.ts";
import { policyValidationFailedRules } from "./policy-validation-failed.ts";
import type { Rule } from "./rule.ts";
import { secretScanFailedRules } from "./secret-scan-failed.ts";
import { triggerAuthFailedRules } from "./trigger-auth-failed.ts";

/** Every failure rule, one file a category. Where two match alike, the one that stands first here is preferred. */
export const RULES: readonly Rule[] = [
  ...policyDeniedRules,
  ...missingSecretBindingRules,
  ...budgetExceededRules,
  ...triggerAuthFailedRules,
  ...policyValidationFailedRules,
  ...secretScanFailedRules,
  ...packageVerificationFailedRules,
  ...dockerUnavailableRules,
  ...networkSandboxFailedRules,
  ...harnessHealthFailedRules,
  ...dashboardUnavailableRules,
  ...dependencyConflictRules,
  ...agentRuntimeExceptionRules,
];

const BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule with this id, or `undefined` when a later version dropped it. */
export function ruleById(id: string): Rule | undefined {
  return BY_ID.get(id);
}
