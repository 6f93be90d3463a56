import { findingsOf, isNotable, rankOf } from "../rules/match.ts";
import { clip } from "../text.ts";
import { denialOf, MAX_DENIAL_SEQS } from "./denial.ts";
import { isFact, type RunEvent, textOf } from "./event.ts";
import type { Denial, Finding, Mark, RunState } from "./state.ts";
import { endOf } from "./terminal.ts";

const MAX_DENIALS = 16;
const MAX_FINDINGS = 8;
const MAX_AGENT_BYTES = 128;

const START_EVENTS: ReadonlySet<string> = new Set(["run_start", "invoke_deployment_start"]);

function byTime(a: Mark, b: Mark): number {
  return a.at - b.at || a.seq - b.seq;
}

function earlier<M extends Mark>(a: M | undefined, b: M | undefined): M | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return byTime(a, b) <= 0 ? a : b;
}

function markOf(event: RunEvent): Mark {
  return { at: event.at, seq: event.seq, timestamp: event.timestamp };
}

/** The state of a run of which only this event is known. */
function stateOf(event: RunEvent): RunState {
  const mark = markOf(event);
  const state: RunState = {
    events: 1,
    first: mark,
    last: mark,
    invocations: 0,
    denials: [],
    further_denials: 0,
    findings: [],
  };
  if (!isFact(event)) return state;
  if (event.event_type === "invoke") state.invocations = 1;
  if (START_EVENTS.has(event.event_type)) {
    state.start = mark;
    const name = textOf(event.payload, "agent") ?? textOf(event.payload, "agent_name");
    if (name !== undefined) state.agent = { ...mark, name: clip(name, MAX_AGENT_BYTES) };
  }
  const end = endOf(event);
  if (end !== undefined) state.end = end;
  const denial = denialOf(event);
  if (denial !== undefined) state.denials = [denial];
  state.findings = findingsOf(event);
  return state;
}

function mergeDenials(a: readonly Denial[], b: readonly Denial[]): { kept: Denial[]; beyond: number } {
  const byTarget = new Map<string, Denial>(a.map((denial) => [denial.target, denial]));
  for (const denial of b) {
    const known = byTarget.get(denial.target);
    if (known === undefined) {
      byTarget.set(denial.target, denial);
      continue;
    }
    byTarget.set(denial.target, {
      ...known,
      ...(byTime(denial, known) < 0 ? denial : {}),
      reports: known.reports + denial.reports,
      seqs: [...known.seqs, ...denial.seqs].sort((x, y) => x - y).slice(0, MAX_DENIAL_SEQS),
    });
  }
  const all = [...byTarget.values()].sort(byTime);
  return { kept: all.slice(0, MAX_DENIALS), beyond: all.length - Math.min(all.length, MAX_DENIALS) };
}

function mergeFindings(a: readonly Finding[], b: readonly Finding[]): Finding[] {
  const byRule = new Map<string, Finding>(a.map((finding) => [finding.rule, finding]));
  for (const finding of b) {
    const known = byRule.get(finding.rule);
    if (known === undefined || byTime(finding, known) < 0) byRule.set(finding.rule, finding);
  }
  return [...byRule.values()].sort((x, y) => rankOf(x) - rankOf(y) || byTime(x, y)).slice(0, MAX_FINDINGS);
}

/** The state of a run that has the events of both. Does not depend on which of them was stored first. */
export function mergeStates(a: RunState, b: RunState): RunState {
  const denials = mergeDenials(a.denials, b.denials);
  const start = earlier(a.start, b.start);
  const agent = earlier(a.agent, b.agent);
  const end = earlier(a.end, b.end);
  return {
    events: a.events + b.events,
    first: byTime(a.first, b.first) <= 0 ? a.first : b.first,
    last: byTime(a.last, b.last) >= 0 ? a.last : b.last,
    ...(start === undefined ? {} : { start }),
    ...(agent === undefined ? {} : { agent }),
    invocations: a.invocations + b.invocations,
    ...(end === undefined ? {} : { end }),
    denials: denials.kept,
    further_denials: a.further_denials + b.further_denials + denials.beyond,
    findings: mergeFindings(a.findings, b.findings),
  };
}

function addEvent(state: RunState, event: RunEvent): RunState {
  if (isFact(event) && (isNotable(event) || START_EVENTS.has(event.event_type))) {
    return mergeStates(state, stateOf(event));
  }
  // Most events tell nothing but that they happened: count them without building a state.
  state.events++;
  if (event.event_type === "invoke" && isFact(event)) state.invocations++;
  if (byTime(event, state.first) < 0) state.first = markOf(event);
  if (byTime(event, state.last) >= 0) state.last = markOf(event);
  return state;
}

/** Folds events into a state, in any order; `undefined` when there are none. */
export function foldEvents(events: Iterable<RunEvent>): RunState | undefined {
  let state: RunState | undefined;
  for (const event of events) state = state === undefined ? stateOf(event) : addEvent(state, event);
  return state;
}

/** The state with every position moved by `by`, for a part of a run that was folded before its place was known. */
export function shiftState(state: RunState, by: number): RunState {
  const shift = <M extends Mark>(mark: M): M => ({ ...mark, seq: mark.seq + by });
  return {
    ...state,
    first: shift(state.first),
    last: shift(state.last),
    ...(state.start === undefined ? {} : { start: shift(state.start) }),
    ...(state.agent === undefined ? {} : { agent: shift(state.agent) }),
    ...(state.end === undefined ? {} : { end: shift(state.end) }),
    denials: state.denials.map((denial) => ({ ...shift(denial), seqs: denial.seqs.map((seq) => seq + by) })),
    findings: state.findings.map(shift),
  };
}
