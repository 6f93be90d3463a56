import { agentRuntimeExceptionRules } from "./agent-runtime-exception.ts";
import { budgetExceededRules } from "./budget-exceeded.ts";
import { dashboardUnavailableRules } from "./dashboard-unavailable.ts";
import { dependencyConflictRules } from "./dependency-conflict.ts";
import { dockerUnavailableRules } from "./docker-unavailable.ts";
import { harnessHealthFailedRules } from "./harness-health-failed.ts";
import { handoffRules, integrityRules } from "./integrity.ts";
import { missingSecretBindingRules } from "./missing-secret-binding.ts";
import { missingSecretTextRules } from "./missing-secret-texts.ts";
import { networkSandboxFailedRules } from "./network-sandbox-failed.ts";
import { networkTextRules } from "./network-texts.ts";
import { packageVerificationFailedRules } from "./package-verification-failed.ts";
import { policyDeniedRules } from "./policy-denied.ts";
import { policyValidationFailedRules } from "./policy-validation-failed.ts";
import { resolverTextRules } from "./resolver-texts.ts";
import type { Rule } from "./rule.ts";
import { secretScanFailedRules } from "./secret-scan-failed.ts";
import { triggerAuthFailedRules } from "./trigger-auth-failed.ts";
import { upstreamRules } from "./upstream.ts";
import { upstreamTextRules } from "./upstream-texts.ts";

/** Every failure rule. Where two recognise the same text equally well, the one that stands first here is preferred. */
export const RULES: readonly Rule[] = [
  ...policyDeniedRules,
  ...missingSecretBindingRules,
  ...missingSecretTextRules,
  ...budgetExceededRules,
  ...triggerAuthFailedRules,
  ...policyValidationFailedRules,
  ...secretScanFailedRules,
  ...packageVerificationFailedRules,
  ...dockerUnavailableRules,
  ...networkSandboxFailedRules,
  ...networkTextRules,
  ...harnessHealthFailedRules,
  ...dashboardUnavailableRules,
  ...dependencyConflictRules,
  ...resolverTextRules,
  ...upstreamRules,
  ...upstreamTextRules,
  ...agentRuntimeExceptionRules,
  ...integrityRules,
  ...handoffRules,
];

const BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule with this id, or `undefined` when a later version dropped it. */
export function ruleById(id: string): Rule | undefined {
  return BY_ID.get(id);
}

function codesOf(rule: Rule): readonly string[] {
  return "declared" in rule.match ? rule.match.declared : [];
}

function eventsOf(rule: Rule): readonly string[] {
  return "events" in rule.match ? rule.match.events : [];
}

/** The rule of a reason that the runtime names, by its code. */
export const RULE_OF_CODE: ReadonlyMap<string, Rule> = new Map(
  RULES.flatMap((rule) => codesOf(rule).map((code) => [code, rule] as const)),
);

/** The rule of a failure that is a failure by its event type. */
export const RULE_OF_EVENT: ReadonlyMap<string, Rule> = new Map(
  RULES.flatMap((rule) => eventsOf(rule).map((type) => [type, rule] as const)),
);
