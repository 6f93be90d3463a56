import { ExplainFailureResponse, NextActionResponse, SummarizeRunResponse } from "@operator/contract";
import { describe, expect, test } from "vitest";
import type { RunEvent } from "../fold/event.ts";
import { foldEvents } from "../fold/fold.ts";
import { mergeStates } from "../fold/merge.ts";
import { RunState } from "../fold/state.ts";
import { explainFailure } from "./explain-failure.ts";
import { nextAction } from "./next-action.ts";
import { purgeState } from "./purge-state.ts";
import { failureSignature } from "./signature.ts";
import { summarizeRun } from "./summarize-run.ts";

const START = Date.UTC(2026, 6, 2, 9);
const PURGE = { at: Date.UTC(2026, 10, 1), confirmation_id: `confirm_${"a".repeat(32)}` };

const WORDS = {
  agent: { agent: "reporter", agent_version: "1.2", policy_digest: "sha256:aa" },
  denial: { destination: "secret-host.example:443", rule_id: "egress[4]", reason: "forbidden-reason", method: "PATCH" },
  failure: { stderr_ref: "Traceback (most recent call last):\nModuleNotFoundError: No module named 'leaked_module'\n" },
  end: { category: "dependency_conflict", fail_reason: "end-reason", stopped_by: "mallory", exit_code: 1 },
};

const FAILED: [string, RunEvent["payload"]][] = [
  ["run_start", WORDS.agent],
  ["invoke", {}],
  ["egress_denied", WORDS.denial],
  ["secret_injected", { credential_id: "credential-word", host: "credential-host.example" }],
  ["egress_allowed", { destination: "answering-host.example:443", status_code: 503 }],
  ["budget_exceeded", { reason: "incident-reason" }],
  ["failure_context", WORDS.failure],
  ["run_failed", WORDS.end],
];

function stateOf(told: readonly [string, RunEvent["payload"]][], firstSeq = 1): RunState {
  const state = foldEvents(
    told.map(([event_type, payload], place) => {
      const at = START + (firstSeq + place) * 1000;
      const timestamp = new Date(at).toISOString();
      return { seq: firstSeq + place, at, timestamp, event_type, actor: "daemon", payload };
    }),
  );
  if (state === undefined) throw new Error("a run has events");
  return state;
}

const failed = stateOf(FAILED);
const through = FAILED.length;
const purged = purgeState(failed, { ...PURGE, through }, undefined);

describe("a state whose records were purged", () => {
  test("keeps how the run went, its counts, times and places, and what it failed of", () => {
    expect(RunState.parse(JSON.parse(JSON.stringify(purged)))).toEqual(purged);
    const { first, last, start, worker, events, invocations, denied } = failed;
    expect(purged).toMatchObject({ first, last, start, worker, events, invocations, denied });
    expect(purged.end).toMatchObject({ status: "failed", exit_code: 1, seq: through });
    expect(purged.agent).toEqual(failed.agent);
    expect(failureSignature(purged)).toEqual(failureSignature(failed));
  });

  test("keeps no word of what its records said", () => {
    const kept = JSON.stringify(purged);
    const answers = JSON.stringify([
      explainFailure("run_1", purged),
      summarizeRun("run_1", purged, PURGE.at),
      nextAction("run_1", purged, { now: PURGE.at }),
    ]);
    const words =
      /secret-host|egress\[4\]|forbidden-reason|PATCH|leaked_module|Traceback|end-reason|mallory|credential-|answering-host|incident-reason/;
    expect(JSON.stringify(failed)).toMatch(words);
    expect(kept).not.toMatch(words);
    expect(answers).not.toMatch(words);
  });

  test("gives answers that fit their schemas, say that the records are gone, and cite none of them", () => {
    const before = explainFailure("run_1", failed);
    const failure = ExplainFailureResponse.parse(explainFailure("run_1", purged));
    expect(failure).toMatchObject({ error_category: before.error_category, next_action: before.next_action });
    expect(failure.root_cause).toContain(`were purged at 2026-11-01T00:00:00.000Z under ${PURGE.confirmation_id}`);
    expect(failure.redacted_excerpts).toBeUndefined();
    const summary = SummarizeRunResponse.parse(summarizeRun("run_1", purged, PURGE.at));
    expect(summary).toMatchObject({ status: "failed", invocations: 1, policy_denials: 1, exit_code: 1 });
    expect(summary.summary).toContain("were purged");
    const next = NextActionResponse.parse(nextAction("run_1", purged, { now: PURGE.at }));
    expect(next).toMatchObject({ next_action: before.next_action, rationale: failure.root_cause });
    for (const { evidence_refs = [] } of [failure, summary, next]) {
      expect(evidence_refs.filter(({ type }) => type !== "run_id" && type !== "verification")).toEqual([]);
      expect(evidence_refs).toContainEqual({ type: "run_id", ref: "run_1" });
    }
  });

  test("says of a run that had not failed that its records are gone", () => {
    const running = purgeState(stateOf(FAILED.slice(0, 2)), { ...PURGE, through: 2 }, undefined);
    const next = NextActionResponse.parse(nextAction("run_1", running, { now: PURGE.at }));
    expect(next.rationale).toContain("were purged");
    expect(next.evidence_refs).toEqual([{ type: "run_id", ref: "run_1" }]);
  });

  test("takes in later events, and cites those", () => {
    const running = purgeState(stateOf(FAILED.slice(0, 2)), { ...PURGE, through: 2 }, undefined);
    const later = mergeStates(running, stateOf([["run_failed", { category: "budget_exceeded" }]], 3));
    expect(later.purged).toEqual(running.purged);
    const failure = explainFailure("run_1", later);
    expect(failure.error_category).toBe("budget_exceeded");
    expect(failure.evidence_refs).toContainEqual({ type: "audit_seq", ref: "3", detail: "run_failed" });
  });

  test("keeps the words of records behind the purge", () => {
    const rest = stateOf([["egress_denied", { destination: "later.example:443" }]], through + 1);
    const state = purgeState(mergeStates(failed, rest), { ...PURGE, through }, rest);
    expect(state.latest_denials.map(({ target }) => target)).toEqual(["later.example:443"]);
    expect(state.events).toBe(through + 1);
  });

  test("remembers what was found, also after another purge", () => {
    const again = purgeState(purged, { ...PURGE, through: through + 4 }, undefined);
    expect(again.purged).toMatchObject({ through: through + 4, failure: purged.purged?.failure });
  });
});
