import { readFileSync } from "node:fs";
import { parseRfc3339 } from "@operator/contract";
import { expect, test } from "vitest";
import * as z from "zod";
import { explainFailure, foldEvents, type RunEvent, statusOf, summarizeRun } from "../src/index.ts";

const Sample = z.object({
  timestamp: z.string(),
  event_type: z.string(),
  actor: z.string(),
  payload: z.custom<RunEvent["payload"]>((value) => typeof value === "object" && value !== null),
});

function fold(name: string) {
  const lines = readFileSync(new URL(`../../../test/samples/${name}.jsonl`, import.meta.url), "utf8")
    .trim()
    .split("\n");
  const events = lines.map((line, index): RunEvent => {
    const record = Sample.parse(JSON.parse(line));
    return { ...record, seq: index + 1, at: parseRfc3339(record.timestamp) ?? 0 };
  });
  const state = foldEvents(events);
  if (state === undefined) throw new Error("A sample has events.");
  return state;
}

test.each([
  ["missing-dependency", "dependency_conflict", "install_dependency"],
  ["egress-denied", "policy_denied", "review_policy_patch"],
  ["budget-exceeded", "budget_exceeded", "increase_budget"],
  ["missing-secret", "missing_secret_binding", "set_secret"],
  ["hostile-log", "agent_runtime_exception", "fix_code"],
  ["unclassified-crash", "agent_runtime_exception", "ask_user"],
])("The sample %s is %s with %s", (name, category, action) => {
  const answer = explainFailure("run_1", fold(name));
  expect([answer.error_category, answer.next_action]).toEqual([category, action]);
});

test("The sample egress-denied has one denied action, reported three times", () => {
  expect(summarizeRun("run_1", fold("egress-denied")).policy_denials).toBe(1);
});

test("The samples still-running and completed have not failed", () => {
  expect([statusOf(fold("still-running")), statusOf(fold("completed"))]).toEqual(["running", "completed"]);
});
