import * as z from "zod";

/**
 * The stable reason class of a diagnosis. Adding a value is compatible; renaming or removing one needs a new major.
 *
 * - `dependency_conflict`: a dependency of the project is not declared, or its declarations contradict each other.
 * - `docker_unavailable`: the Docker daemon does not run or cannot be reached.
 * - `policy_denied`: a policy rule blocked something that the agent tried.
 * - `missing_secret_binding`: a credential or secret that the project requires is not bound to it.
 * - `budget_exceeded`: the run used up a configured budget.
 * - `trigger_auth_failed`: a trigger (webhook, cron) did not authenticate.
 * - `harness_health_failed`: the harness around the agent reported a failed health check.
 * - `agent_runtime_exception`: the agent process crashed or raised what nothing handled.
 * - `policy_validation_failed`: the policy compiler refused a change of policy.yaml.
 * - `network_sandbox_failed`: the network sandbox stopped an attempt to reach out, or failed at it; where a policy rule
 *   denied the attempt it is `policy_denied`.
 * - `secret_scan_failed`: the secret scanner of the packaging found sensitive material in the build context.
 * - `package_verification_failed`: the signature or the SBOM of a package did not verify.
 * - `dashboard_unavailable`: the dashboard or telemetry endpoint cannot be reached.
 *
 * Source: operator contract, `ErrorCategory`.
 */
export const ErrorCategory = z
  .enum([
    "dependency_conflict",
    "docker_unavailable",
    "policy_denied",
    "missing_secret_binding",
    "budget_exceeded",
    "trigger_auth_failed",
    "harness_health_failed",
    "agent_runtime_exception",
    "policy_validation_failed",
    "network_sandbox_failed",
    "secret_scan_failed",
    "package_verification_failed",
    "dashboard_unavailable",
  ])
  .meta({ id: "ErrorCategory", description: "The stable reason class of a diagnosis." });
export type ErrorCategory = z.infer<typeof ErrorCategory>;

/** Every error category, in the order of the contract, as a new list. */
export function allErrorCategories(): ErrorCategory[] {
  return [...ErrorCategory.options];
}

/** True when `category` is one of the contract's error categories, compared exactly. */
export function isValidErrorCategory(category: unknown): category is ErrorCategory {
  return ErrorCategory.safeParse(category).success;
}
