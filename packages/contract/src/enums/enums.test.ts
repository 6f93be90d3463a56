import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allErrorCategories, ErrorCategory, isValidErrorCategory } from "./error-category.ts";
import { EvidenceType } from "./evidence-type.ts";
import { allNextActions, isValidNextAction, NextAction } from "./next-action.ts";
import { RiskLevel } from "./risk-level.ts";
import { RunStatus } from "./run-status.ts";

const ERROR_CATEGORIES = [
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
];

const NEXT_ACTIONS = [
  "fix_code",
  "install_dependency",
  "start_docker",
  "set_secret",
  "review_policy_patch",
  "review_handoff",
  "increase_budget",
  "rerun",
  "export_audit",
  "ask_user",
];

const EVIDENCE_TYPES = ["audit_seq", "run_id", "policy_rule", "span", "log", "redacted_excerpt", "verification"];

describe("the enums", () => {
  it.each([
    ["error categories", ErrorCategory.options, ERROR_CATEGORIES],
    ["next actions", NextAction.options, NEXT_ACTIONS],
    ["risk levels", RiskLevel.options, ["low", "medium", "high"]],
    ["evidence types", EvidenceType.options, EVIDENCE_TYPES],
    ["run statuses", RunStatus.options, ["completed", "failed", "running", "stopped"]],
  ])("have the values of the contract in its order: %s", (_, options, values) => {
    expect(options).toEqual(values);
  });
});

const JUNK = [
  "",
  " ",
  "Fix_Code",
  "fix_code ",
  "POLICY_DENIED",
  "policy_denied\n",
  "policy-denied",
  "unknown",
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "length",
  "0",
  0,
  1,
  Number.NaN,
  true,
  null,
  undefined,
  Symbol.iterator,
  {},
  [],
  ["fix_code"],
  ["policy_denied"],
  new String("fix_code"),
  { toString: () => "policy_denied" },
];

describe.each([
  ["isValidErrorCategory", isValidErrorCategory, allErrorCategories, ERROR_CATEGORIES],
  ["isValidNextAction", isValidNextAction, allNextActions, NEXT_ACTIONS],
] as const)("%s", (_, isValid, all, values) => {
  it("is true for each value of the contract", () => {
    expect(values.filter((value) => !isValid(value))).toEqual([]);
  });

  it.each(JUNK)("is false for %o", (value) => {
    expect(isValid(value)).toBe(false);
  });

  it("is false for everything else", () => {
    fc.assert(fc.property(fc.anything(), (value) => isValid(value) === values.some((known) => known === value)));
  });

  it("goes with a list that its receiver may change", () => {
    all().reverse();
    expect(all()).toEqual(values);
  });
});
