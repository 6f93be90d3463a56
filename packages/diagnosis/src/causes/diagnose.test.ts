import { describe, expect, test } from "vitest";
import type { RunEvent } from "../fold/event.ts";
import { foldEvents } from "../fold/fold.ts";
import { courseOf } from "./course.ts";
import { diagnose } from "./diagnose.ts";

const START = Date.UTC(2026, 6, 2, 9);
type Step = [seconds: number, type: string, actor: string, payload: RunEvent["payload"]];

function stateOf(...steps: Step[]) {
  const events = steps.map(([seconds, event_type, actor, payload], index): RunEvent => {
    const at = START + seconds * 1000;
    return { seq: index + 1, at, timestamp: new Date(at).toISOString(), event_type, actor, payload };
  });
  const state = foldEvents(events);
  if (state === undefined) throw new Error("A run has events.");
  return state;
}

const INVOKE: Step = [0, "invoke", "harness", { invoke_id: "inv_1" }];
const DENIED: Step = [1, "egress_denied", "gateway", { destination: "api.example.com:443", rule_id: "default_deny" }];
const END: Step = [10, "run_failed", "daemon", { category: "task_failed", exit_code: 1 }];
const crash = (seconds: number, message = "ValueError: bad"): Step => [
  seconds,
  "failure_context",
  "harness",
  { category: "task_failed", stderr_ref: `${message}\n` },
];

describe("A denial is the cause of a crash", () => {
  test("that follows within five minutes", () => {
    expect(diagnose(stateOf(INVOKE, DENIED, crash(9), END)).category).toBe("policy_denied");
  });

  test("but not of one that comes later", () => {
    const end: Step = [500, "run_failed", "daemon", { category: "task_failed" }];
    expect(diagnose(stateOf(INVOKE, DENIED, crash(499), end)).category).toBe("agent_runtime_exception");
  });

  test("but not when an invocation completed in between", () => {
    const completed: Step = [5, "invoke_complete", "harness", {}];
    expect(diagnose(stateOf(INVOKE, DENIED, completed, crash(9), END)).category).toBe("agent_runtime_exception");
  });

  test("but not of one that has a cause of its own", () => {
    const missing = crash(9, "ModuleNotFoundError: No module named 'yaml'");
    expect(diagnose(stateOf(INVOKE, DENIED, missing, END)).category).toBe("dependency_conflict");
  });
});

describe("Exit code 137", () => {
  const killed: Step = [10, "run_failed", "daemon", { category: "worker_killed", exit_code: 137 }];

  test("is the budget where the runtime says that it was exceeded", () => {
    const exceeded: Step = [9, "budget_exceeded", "harness", { category: "tokens", limit: 10, observed: 11 }];
    expect(diagnose(stateOf(INVOKE, exceeded, killed)).rootCause).toContain('"11" of "10"');
  });

  test("is a lack of memory where the runtime says so", () => {
    const oom: Step = [10, "run_failed", "daemon", { exit_code: 137, oom_killed: true }];
    expect(diagnose(stateOf(INVOKE, oom))).toMatchObject({
      category: "agent_runtime_exception",
      nextAction: "fix_code",
    });
  });

  test("alone says nothing", () => {
    const { nextAction, rootCause } = diagnose(stateOf(INVOKE, killed));
    expect(nextAction).toBe("ask_user");
    expect(rootCause).toContain("no event reports an exceeded budget or a lack of memory");
  });
});

describe("A 401", () => {
  const refused: Step = [
    9,
    "failure_context",
    "harness",
    {
      category: "saas_failed",
      upstream_evidence: { status_code: 401, url: "https://api.example.com/v1" },
    },
  ];

  test("without a bound credential is a missing secret", () => {
    expect(diagnose(stateOf(INVOKE, refused, END)).category).toBe("missing_secret_binding");
  });

  test("with a credential that was injected for the host is a refused one", () => {
    const injected: Step = [1, "secret_injected", "gateway", { credential_id: "key", destination: "api.example.com" }];
    expect(diagnose(stateOf(INVOKE, injected, refused, END))).toMatchObject({
      category: "agent_runtime_exception",
      nextAction: "set_secret",
    });
  });

  test("with a credential for another host only is a missing secret", () => {
    const injected: Step = [1, "secret_injected", "gateway", { credential_id: "key", destination: "other.example" }];
    expect(diagnose(stateOf(INVOKE, injected, refused, END)).category).toBe("missing_secret_binding");
  });
});

test("What clocks may put behind the end belongs to it, what is later does not", () => {
  const state = stateOf(INVOKE, END, crash(14), crash(16, "KeyError: 'late'"));
  expect(courseOf(state).failures.map(({ seq }) => seq)).toEqual([3]);
});

test("Of several invocations the failures of the last one count", () => {
  const failed = (seconds: number, invoke_id: string, text: string): Step => [
    seconds,
    "invoke_failed",
    "harness",
    { invoke_id, category: "code_failed", error: text },
  ];
  const state = stateOf(INVOKE, failed(2, "inv_1", "No module named 'x'"), failed(5, "inv_2", "TypeError: y"), END);
  expect(diagnose(state).rootCause).toContain('"TypeError"');
});
