import { allNextActions, type NextAction, NextActionResponse, type ValidationIssue } from "@operator/contract";
import { expect, test } from "vitest";
import { projectNotReady, readyAfterFailure } from "./project-action.ts";

const blocking: ValidationIssue = {
  category: "dependency_conflict",
  message: "requirements.txt pins requests twice.",
  evidence_refs: [{ type: "redacted_excerpt", ref: `project_${"0".repeat(64)}:requirements.txt:1-2` }],
  next_action: "install_dependency",
};
const advisory: ValidationIssue = { ...blocking, message: "Advisory: a pin is missing.", next_action: "fix_code" };

const failed = (next_action: NextAction) => ({
  schema_version: "1.0.0" as const,
  run_id: "run_1",
  next_action,
  rationale: "It failed.",
});

test("A project that is not ready asks for the action of its first blocking issue, with its evidence", () => {
  const second = { ...blocking, message: "Another one.", next_action: "set_secret" as const };
  const answer = projectNotReady({ agent: "reporter", issues: [blocking, second, advisory] });
  expect(NextActionResponse.parse(answer)).toEqual({
    schema_version: "1.0.0",
    next_action: "install_dependency",
    rationale:
      'The project of agent "reporter" is not ready. requirements.txt pins requests twice. It is the first of 2 blocking issues.',
    evidence_refs: blocking.evidence_refs,
  });
});

test("An issue without evidence is told without evidence, a project of no agent without a name", () => {
  const { evidence_refs: _, ...bare } = blocking;
  const answer = NextActionResponse.parse(projectNotReady({ issues: [bare] }));
  expect(answer.rationale).toMatch(/^The project that was validated last is not ready\. /);
  expect(answer.evidence_refs).toBeUndefined();
});

test("No action is made up where no blocking issue is told", () => {
  expect(projectNotReady({ agent: "reporter", issues: [] })).toBeUndefined();
  expect(projectNotReady({ agent: "reporter", issues: [advisory] })).toBeUndefined();
});

test("A project that is ready after a failure is to be run again, where being ready says something of the failure", () => {
  const rerun = allNextActions().filter((action) => readyAfterFailure(failed(action), "a").rationale.includes("ready"));
  expect(rerun.sort()).toEqual(
    ["fix_code", "install_dependency", "rerun", "review_policy_patch", "set_secret", "start_docker"].sort(),
  );
  const answer = NextActionResponse.parse(readyAfterFailure(failed("fix_code"), "reporter"));
  expect(answer).toMatchObject({ next_action: "rerun", evidence_refs: [{ type: "run_id", ref: "run_1" }] });
  expect(NextActionResponse.parse(readyAfterFailure(failed("increase_budget"), "a")).next_action).toBe(
    "increase_budget",
  );
});

test("A confirmation that waits for somebody is not talked over", () => {
  const confirmation = { requires_confirmation: true, confirmation_id: "confirm_1", risk_level: "medium" } as const;
  const run = { ...failed("review_policy_patch"), confirmation: { ...confirmation, rationale: "It opens a host." } };
  expect(readyAfterFailure(run, "a")).toMatchObject({ next_action: "review_policy_patch", confirmation });
});
