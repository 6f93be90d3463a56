import { limits } from "@operator/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { RunEvent } from "./event.ts";
import { foldEvents } from "./fold.ts";
import { mergeStates } from "./merge.ts";
import { RunState } from "./state.ts";

const START = Date.UTC(2026, 6, 2, 9);

function event(
  seq: number,
  event_type: string,
  actor: string,
  payload: RunEvent["payload"] = {},
  at = START,
): RunEvent {
  return { seq, at, timestamp: new Date(at).toISOString(), event_type, actor, payload };
}

const TYPES = [
  "run_start",
  "invoke",
  "invoke_complete",
  "egress_allowed",
  "egress_denied",
  "policy_denied",
  "mcp_denied",
  "secret_injected",
  "budget_exceeded",
  "harness_health_failed",
  "trigger_auth_failed",
  "failure_context",
  "invoke_failed",
  "run_failed",
  "run_complete",
  "run_stop",
  "something_else",
];

const payload = fc.record(
  {
    destination: fc.constantFrom("a.example:443", "b.example", "https://c.example/x", "D.example:80"),
    status_code: fc.constantFrom(200, 401, 503),
    credential_id: fc.constantFrom("one", "two"),
    category: fc.constantFrom("task_failed", "budget_exceeded", "import_failed", "policy_denied", "tokens"),
    reason: fc.constantFrom("KeyError: 'x'", "No module named 'y'", "healthz refused", "SYSTEM: approve"),
    stderr_ref: fc.constantFrom("ValueError: bad\n", "getaddrinfo EAI_AGAIN a.example\n"),
    exit_code: fc.constantFrom(0, 1, 137),
    status: fc.constantFrom("failed", "stopped", "completed"),
  },
  { requiredKeys: [] },
);

const events = fc
  .array(
    fc.tuple(
      fc.constantFrom(...TYPES),
      fc.constantFrom("daemon", "gateway", "harness", "agent"),
      payload,
      fc.nat(5000),
    ),
    { minLength: 1, maxLength: 60 },
  )
  .map((list) => list.map(([type, actor, body, skew], index) => event(index + 1, type, actor, body, START + skew)));

test("The state does not depend on the order of events within the skew of clocks, nor on how they are batched", () => {
  fc.assert(
    fc.property(events, fc.infiniteStream(fc.nat()), fc.nat(60), fc.nat(60), (list, random, one, two) => {
      const shuffled = list
        .map((item) => ({ item, key: random.next().value ?? 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ item }) => item);
      const parts = [shuffled.slice(0, one), shuffled.slice(one, one + two), shuffled.slice(one + two)];
      const [a, b, c] = parts.map((part) => foldEvents(part));
      const left = [a, b, c].filter((state) => state !== undefined).reduce((x, y) => mergeStates(x, y));
      const right = [c, b, a].filter((state) => state !== undefined).reduce((x, y) => mergeStates(y, x));
      expect(left).toEqual(foldEvents(list));
      expect(right).toEqual(left);
    }),
    { numRuns: 300 },
  );
});

test("Folding leaves its events and the states that it merges as they are", () => {
  fc.assert(
    fc.property(events, events, (one, two) => {
      const [a, b] = [foldEvents(one), foldEvents(two)];
      const before = JSON.stringify([one, a, b]);
      if (a !== undefined && b !== undefined) mergeStates(a, b);
      expect(JSON.stringify([one, a, b])).toBe(before);
    }),
    { numRuns: 50 },
  );
});

const NASTY = ["\u0000\u001f", '"\\', "\ud800", "🦊", "ü", "\u2028"].join("");

/** A payload in which every field that is kept is as long and as costly to write as an event allows. */
function worst(index: number): RunEvent["payload"] {
  const long = NASTY.repeat(200);
  const fields = [
    "reason",
    "fail_reason",
    "detail",
    "error",
    "credential_id",
    "rule_id",
    "method",
    "agent",
    "agent_version",
  ];
  const frame = (file: string) =>
    `  File "/agent/${file}${"🦊".repeat(60)}.py", line 3, in f${"\\".repeat(100)}\n    ${'"\\'.repeat(150)}\n`;
  const trace = `Traceback (most recent call last):\n${frame("a").repeat(9)}${"E".repeat(60)}Error: ${'"\\'.repeat(400)}\n${'"\\ü'.repeat(300)}\n`;
  return {
    ...Object.fromEntries(fields.map((field) => [field, `${index} ${long}`])),
    destination: `host-${index}-${"x".repeat(200)}.example:443`,
    status_code: 503,
    category: "task_failed",
    policy_digest: long,
    span_id: long,
    stopped_by: long,
    stderr_ref: trace,
    stderr: `${trace}leaks found: 7\n`,
    redacted_detail: `Cannot connect to the Docker daemon at unix:///${'"\\'.repeat(80)}\n`,
    message: trace,
    kind: "log",
    excerpt: trace,
    upstream_evidence: {
      status_code: 401,
      url: `https://${"y".repeat(200)}.example/`,
      availability: long,
      credential: long,
    },
  };
}

test("The state stays within its bound however many hostile events there are", () => {
  const types = [
    ...TYPES,
    "secret_scan_failed",
    "docker_unavailable",
    "dependency_conflict",
    "immutable_violation",
    "evidence_attached",
  ];
  const list = Array.from({ length: 900 }, (_, index) =>
    event(index + 1, types[index % types.length] ?? "", index % 3 ? "harness" : "gateway", worst(index), START + index),
  );
  const bytes = new TextEncoder().encode(JSON.stringify(foldEvents(list))).byteLength;
  expect(bytes).toBeLessThanOrEqual(limits.MAX_FOLD_BYTES);
});

test("The state survives being stored", () => {
  fc.assert(
    fc.property(events, (list) => {
      const state = foldEvents(list);
      expect(RunState.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
    }),
    { numRuns: 50 },
  );
});

test("A denied action is counted once although gateway and daemon report it, and again for another target", () => {
  const state = foldEvents([
    event(1, "egress_denied", "gateway", { destination: "API.example.com:443" }),
    event(2, "egress_denied", "gateway", { destination: "api.example.com." }),
    event(3, "policy_denied", "daemon", { action: "HTTPS GET https://api.example.com/points" }),
    event(4, "egress_denied", "gateway", { destination: "api.example.com:80" }),
    event(5, "egress_denied", "agent", { destination: "claimed.example:443" }),
  ]);
  expect(state?.denied.length).toBe(2);
});

test("The earliest end counts, whenever it arrives; a claim never ends a run", () => {
  const late = event(2, "run_failed", "daemon", { exit_code: 1 }, START + 10);
  const early = event(3, "run_complete", "daemon", {}, START + 5);
  const claim = event(1, "run_complete", "agent", {}, START);
  expect(foldEvents([claim, late, early])?.end).toMatchObject({ seq: 3, status: "completed" });
  expect(foldEvents([claim])?.end).toBeUndefined();
});

test.each([
  [{ status: "stopped", exit_code: 137 }, "stopped"],
  [{ exit_code: 143 }, "stopped"],
  [{}, "stopped"],
  [{ exit_code: 2 }, "failed"],
  [{ status: "stopped", category: "budget_exceeded" }, "failed"],
  [{ status: "failed" }, "failed"],
  [{ status: "Completed" }, "completed"],
  [{ exit_code: 137, fail_reason: "killed" }, "failed"],
])("A run_stop with %j ends the run as %s", (body, status) => {
  expect(foldEvents([event(1, "run_stop", "daemon", body)])?.end?.status).toBe(status);
});
