import {
  allErrorCategories,
  allNextActions,
  ExplainFailureResponse,
  limits,
  NextActionResponse,
  RunListItem,
  SummarizeRunResponse,
} from "@operator/contract";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  explainFailure,
  foldEvents,
  mergeStates,
  nextAction,
  type RunEvent,
  type RunState,
  runListItem,
  shiftState,
  statusOf,
  summarizeRun,
} from "../src/index.ts";
import { plainLines } from "../src/text/plain-lines.ts";
import { type LabelledRun, labelledRuns } from "./fixtures.ts";
import { resolveRef } from "./resolve.ts";

const RUNS = labelledRuns();

function folded(events: readonly RunEvent[]): RunState {
  const state = foldEvents(events);
  if (state === undefined) throw new Error("A run has events.");
  return state;
}

function answersOf(runId: string, state: RunState) {
  return {
    summary: SummarizeRunResponse.parse(summarizeRun(runId, state)),
    next: NextActionResponse.parse(nextAction(runId, state)),
    item: RunListItem.parse(runListItem(runId, state)),
    failure: statusOf(state) === "failed" ? ExplainFailureResponse.parse(explainFailure(runId, state)) : undefined,
  };
}

function citedSeqs(refs: readonly { type: string; ref: string }[] = []): number[] {
  return refs.flatMap(({ type, ref }) => {
    if (type !== "audit_seq") return [];
    const [first = 0, last = first] = ref.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

describe.each(RUNS)("$category/$name", ({ runId, events, expect: label }: LabelledRun) => {
  const answers = answersOf(runId, folded(events));

  test("has the labelled status, cause, action and evidence", () => {
    expect(answers.summary.status).toBe(label.status);
    expect(answers.failure?.error_category).toBe(label.error_category);
    expect(answers.next.next_action).toBe(label.next_action);
    expect(answers.failure?.next_action ?? label.next_action).toBe(label.next_action);
    expect(answers.failure?.root_cause ?? answers.next.rationale).toContain(label.root_cause);
    expect(citedSeqs(answers.next.evidence_refs)).toEqual(expect.arrayContaining(label.cites));
    if (label.policy_denials !== undefined) expect(answers.summary.policy_denials ?? 0).toBe(label.policy_denials);
    if (label.invocations !== undefined) expect(answers.summary.invocations ?? 0).toBe(label.invocations);
  });

  test("carries only evidence that resolves, and excerpts that stand where they say", () => {
    const refs = [answers.summary, answers.next, answers.failure].flatMap((answer) => answer?.evidence_refs ?? []);
    for (const ref of refs) expect(resolveRef(runId, events, ref), JSON.stringify(ref)).toBeDefined();
    const excerpts = answers.failure?.redacted_excerpts ?? [];
    const sources = (answers.failure?.evidence_refs ?? []).filter(({ type }) => type === "redacted_excerpt");
    expect(excerpts.length).toBeLessThanOrEqual(limits.MAX_EXCERPTS);
    expect(excerpts.map(({ content }) => content).join("").length).toBeLessThanOrEqual(limits.MAX_EXCERPT_CHARS);
    expect(sources.length).toBe(excerpts.length);
    for (const [index, excerpt] of excerpts.entries()) {
      const stored = resolveRef(runId, events, sources[index] ?? { type: "log", ref: "" }) ?? "";
      const shown = plainLines(stored).map(({ text }) => text);
      for (const line of excerpt.content.split("\n")) expect(shown.join("\n")).toContain(line);
    }
  });

  test("gives the same answers in any order and in any batches", () => {
    const order = fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length });
    fc.assert(
      fc.property(order, fc.array(fc.nat(events.length), { maxLength: 4 }), (shuffled, cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), shuffled.length];
        const states = edges.slice(1).flatMap((end, index) => foldEvents(shuffled.slice(edges[index], end)) ?? []);
        const merged = states.reduceRight((sum, state) => mergeStates(sum, state));
        expect(answersOf(runId, merged)).toEqual(answers);
      }),
      { numRuns: 12 },
    );
  });

  test("gives the same answers when batches are folded before their place is known", () => {
    const half = Math.ceil(events.length / 2);
    const placed = (part: RunEvent[]) => foldEvents(part.map((event, index) => ({ ...event, seq: index + 1 })));
    const first = placed(events.slice(0, half));
    const second = placed(events.slice(half));
    const merged = [first, second && shiftState(second, half)].filter((state) => state !== undefined);
    expect(
      answersOf(
        runId,
        merged.reduce((a, b) => mergeStates(a, b)),
      ),
    ).toEqual(answers);
  });
});

test("The labelled runs are enough, noisy enough, and reach every category and every action", () => {
  expect(RUNS.length).toBeGreaterThanOrEqual(150);
  expect(RUNS.filter(({ noisy }) => noisy).length).toBeGreaterThanOrEqual(RUNS.length / 2);
  expect(new Set(RUNS.flatMap(({ expect: label }) => label.error_category ?? []))).toEqual(
    new Set(allErrorCategories()),
  );
  expect(new Set(RUNS.map(({ expect: label }) => label.next_action))).toEqual(new Set(allNextActions()));
});
