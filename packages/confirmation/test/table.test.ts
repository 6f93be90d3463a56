import { ConfirmationStatus } from "@operator/contract";
import { describe, expect, test } from "vitest";
import type { CommandKind } from "../src/protocol/command.ts";
import type { RefusalKind } from "../src/protocol/refusal.ts";
import { ConfirmationState, FINAL } from "../src/protocol/state.ts";
import { PROTOCOL, SETTLES } from "../src/protocol/table.ts";
import { type Outcome, transition } from "../src/protocol/transition.ts";
import { at } from "./fixtures.ts";
import { scenariosOf } from "./scenarios.ts";

/** Every kind of refusal; the compiler asks for each. */
const REFUSALS: Record<RefusalKind, true> = {
  decider_not_human: true,
  decide_scope_missing: true,
  decide_scope_mixed: true,
  own_proposal: true,
  decider_made_by_proposer: true,
  decider_not_eligible: true,
  not_the_proposer: true,
  executor_not_service: true,
  apply_scope_missing: true,
  executor_is_proposer: true,
  not_the_executor: true,
  candidate_changed: true,
  already_decided: true,
  confirmation_declined: true,
  confirmation_expired: true,
  confirmation_cancelled: true,
  confirmation_superseded: true,
  not_approved: true,
  approvals_withdrawn: true,
  already_redeemed: true,
  not_redeemed: true,
  already_reported: true,
  declined_before: true,
  too_many_pending: true,
};

const KINDS = Object.keys(PROTOCOL) as CommandKind[];
const SERVICE_KINDS: readonly CommandKind[] = ["expire", "supersede"];

/** What the table says can happen, each as one line. */
function linesOf(kind: CommandKind): string[] {
  const { authority, repeats, in: cells } = PROTOCOL[kind];
  return [
    ...authority.map((refusal) => `any: ${refusal}`),
    ...repeats.map((status) => `${status}: repeat`),
    ...ConfirmationStatus.options.flatMap((status) => {
      const cell = cells[status];
      if (typeof cell === "string") return [`${status}: ${cell}`];
      return [...cell.to.map((to) => `${status} -> ${to}`), ...cell.refusals.map((refusal) => `${status}: ${refusal}`)];
    }),
  ];
}

/** What time and other policies made of a state before the command was looked at. */
function settledStatus(stored: ConfirmationState, { events }: Outcome): ConfirmationStatus {
  const first = events[0];
  if (first?.actor !== "operator") return stored.status;
  return first.event_type === "confirmation_expired" ? "expired" : "superseded";
}

/** What happened, in the lines of the table. */
function happened(kind: CommandKind, settled: ConfirmationStatus, outcome: Outcome): string[] {
  const moved = outcome.state.status === settled ? [] : [`${settled} -> ${outcome.state.status}`];
  if (outcome.ok) {
    if (SERVICE_KINDS.includes(kind)) return [`${settled} -> ${outcome.state.status}`];
    return outcome.replayed ? [`${settled}: repeat`, ...moved] : [`${settled} -> ${outcome.state.status}`];
  }
  const { kind: refusal } = outcome.refusal;
  return [`${PROTOCOL[kind].authority.includes(refusal) ? "any" : settled}: ${refusal}`, ...moved];
}

describe.each(KINDS)("%s", (kind) => {
  const scenarios = scenariosOf(kind);
  const results = scenarios.map(({ state, command, now }) => {
    const outcome = transition(state, command, at(now));
    return { state, command, now, outcome, settled: settledStatus(state, outcome) };
  });

  test("does what the table says, all of it and nothing else", () => {
    const seen = new Set(results.flatMap(({ settled, outcome }) => happened(kind, settled, outcome)));
    expect([...seen].toSorted()).toEqual(linesOf(kind).toSorted());
  });

  test("is met in every state by what time and other policies did, where they can do something", () => {
    const seen = new Set(
      results
        .filter(({ state, settled }) => state.status !== settled)
        .map((one) => `${one.state.status} -> ${one.settled}`),
    );
    const possible = Object.entries(SETTLES).flatMap(([from, all]) => all.map((to) => `${from} -> ${to}`));
    const brings = kind === "decide" || kind === "redeem" || kind === "supersede";
    const expected = brings ? possible : possible.filter((line) => line.endsWith("expired"));
    expect([...seen].toSorted()).toEqual(expected.toSorted());
  });

  test("leads out of no final state and changes nothing in one", () => {
    for (const { state, outcome } of results) if (FINAL.has(state.status)) expect(outcome.state).toBe(state);
  });

  test("changes nothing when it is refused, but for what the world did and for withdrawn approvals", () => {
    for (const { state, settled, outcome } of results) {
      if (outcome.ok || settled !== state.status || outcome.refusal.kind === "approvals_withdrawn") continue;
      expect(outcome.state).toBe(state);
    }
  });

  test("leaves states that can be stored", () => {
    const states = new Set(results.map(({ outcome }) => outcome.state));
    for (const state of states) expect(ConfirmationState.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  test("does nothing more when it comes twice", () => {
    for (const { command, now, outcome } of results) {
      const again = transition(outcome.state, command, at(now));
      expect(again.state).toEqual(outcome.state);
      if (again.ok) expect(again).toMatchObject({ replayed: true, events: [] });
    }
  });

  test("has one event of its own when it is accepted or refused, and none when it is repeated", () => {
    for (const { state, settled, outcome } of results) {
      const byWorld = state.status === settled ? 0 : 1;
      const own = SERVICE_KINDS.includes(kind) || (outcome.ok && outcome.replayed) ? 0 : 1;
      expect(outcome.events).toHaveLength(byWorld + own);
    }
  });
});

test("Every refusal is in the table or belongs to proposing", () => {
  const lines = KINDS.flatMap(linesOf);
  const unused = Object.keys(REFUSALS).filter((kind) => !lines.some((line) => line.endsWith(`: ${kind}`)));
  expect(unused).toEqual(["declined_before", "too_many_pending"]);
});
