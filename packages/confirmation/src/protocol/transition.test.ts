import { type ConfirmationStatus, limits } from "@operator/contract";
import { describe, expect, test } from "vitest";
import * as given from "../../test/fixtures.ts";
import { accepted, after, at, decision, redemption, refused, reported, stateIn } from "../../test/fixtures.ts";
import { projection } from "../view/projection.ts";
import { deadlineOf, FINAL, statusAt } from "./state.ts";
import { transition } from "./transition.ts";

const { ANA, BEN, CLEO, BASE, OTHER, EXECUTOR, HOUR, MINUTE, START } = given;
const NOW = START + 5 * MINUTE;
const pending = given.pendingState();

test("The way of a change that is approved and applied", () => {
  const approved = accepted(transition(pending, decision(pending, ANA, { reason: "Needed." }), at(NOW)));
  expect(approved.state).toMatchObject({
    status: "approved",
    votes: [{ decider: "ana", key_id: "key_ana", decision: "approve", reason: "Needed.", decided_at: NOW, groups: [] }],
    grant: { approved_at: NOW, expires_at: NOW + limits.GRANT_TTL_MS },
  });
  const applying = accepted(transition(approved.state, redemption([ANA]), at(NOW + 1)));
  expect(applying.state).toMatchObject({
    status: "applying",
    redemption: { executor: "executor", redeemed_at: NOW + 1, nonce: given.NONCE },
  });
  const applied = accepted(transition(applying.state, reported(), at(NOW + 24 * HOUR)));
  expect(applied.state).toMatchObject({ status: "applied", closed_at: NOW + 24 * HOUR });
  expect([approved, applying, applied].flatMap(({ events }) => events.map(({ event_type }) => event_type))).toEqual([
    "confirmation_decided",
    "grant_redeemed",
    "apply_reported",
  ]);
});

describe("a decision", () => {
  test("of somebody else comes too late once it is decided, and is told by whom and when", () => {
    const approved = stateIn("approved");
    const late = refused(transition(approved, decision(approved, BEN, { decision: "decline" }), at(NOW)));
    expect(late.refusal).toEqual({ kind: "already_decided", by: "ana", decision: "approve", at: START + MINUTE });
    expect(late.state).toBe(approved);
  });

  test.each<ConfirmationStatus>(["approved", "applying", "applied", "expired", "apply_failed"])(
    "that is repeated exactly gets the stored outcome again: %s",
    (status) => {
      const state = stateIn(status);
      const again = accepted(transition(state, decision(state, ANA), at(NOW)));
      expect(again).toEqual({ ok: true, replayed: true, state, events: [] });
    },
  );

  test("of the same person the other way round is refused even while others are waited for", () => {
    const state = given.pendingState(given.freeze({}, { evaluatedRisk: "high" }));
    const voted = after(state, decision(state, ANA), NOW);
    expect(voted.status).toBe("pending");
    const turned = refused(transition(voted, decision(state, ANA, { decision: "decline" }), at(NOW)));
    expect(turned.refusal).toEqual({ kind: "already_decided", by: "ana", decision: "approve", at: NOW });
    expect(after(voted, decision(state, BEN, { decision: "decline" }), NOW).status).toBe("declined");
    expect(after(voted, decision(state, BEN), NOW).status).toBe("approved");
  });

  test("about other bytes is refused and names those that are frozen", () => {
    const other = refused(transition(pending, decision(pending, ANA, { candidateDigest: OTHER }), at(NOW)));
    expect(other.refusal).toEqual({ kind: "candidate_changed", frozen: pending.candidate_digest });
  });

  test("does not count for groups joined after the proposal", () => {
    const rules = [{ approvals: 1, groups: ["security"] }];
    const state = given.pendingState(given.freeze({}, { rules, groups: new Map([["security", ["cleo"]]]) }));
    expect(refused(transition(state, decision(state, ANA), at(NOW))).refusal).toEqual({
      kind: "decider_not_eligible",
      groups: ["security"],
    });
    expect(after(state, decision(state, CLEO), NOW).status).toBe("approved");
  });

  test("keeps of a reason what fits, and no half character", () => {
    const reason = `${"x".repeat(499)}😀`;
    expect(after(pending, decision(pending, ANA, { reason }), NOW).votes[0]?.reason).toBe("x".repeat(499));
  });
});

describe("time", () => {
  test("ends a proposal at its last millisecond, whenever that is noticed", () => {
    const end = START + 8 * HOUR;
    expect([deadlineOf(pending), statusAt(pending, end - 1), statusAt(pending, end)]).toEqual([
      end,
      "pending",
      "expired",
    ]);
    for (const noticed of [end, end + HOUR]) {
      const outcome = refused(transition(pending, decision(pending, ANA), at(noticed)));
      expect(outcome.refusal).toEqual({ kind: "confirmation_expired", at: end });
      expect(outcome.state).toEqual({ ...pending, status: "expired", closed_at: end });
    }
  });

  test("ends a grant ten minutes after the approval, even where the proposal would wait longer", () => {
    const approved = stateIn("approved");
    const end = START + MINUTE + 10 * MINUTE;
    expect(deadlineOf(approved)).toBe(end);
    expect(transition(approved, redemption([ANA]), at(end - 1)).ok).toBe(true);
    expect(refused(transition(approved, redemption([ANA]), at(end))).refusal.kind).toBe("confirmation_expired");
  });

  test("is waited for without end once the grant is redeemed", () => {
    expect(deadlineOf(stateIn("applying"))).toBeUndefined();
  });

  test("does nothing twice", () => {
    const once = accepted(transition(pending, { kind: "expire" }, at(START + 9 * HOUR)));
    expect([once.replayed, once.events.length]).toEqual([false, 1]);
    const twice = transition(once.state, { kind: "expire" }, at(START + 9 * HOUR));
    expect(twice).toEqual({ ok: true, replayed: true, state: once.state, events: [] });
  });
});

describe("another policy", () => {
  test("ends what was proposed against the one before, and its votes are void", () => {
    const approved = stateIn("approved");
    const outcome = refused(transition(approved, redemption([ANA], { policyDigest: OTHER }), at(NOW)));
    expect(outcome.refusal).toEqual({ kind: "confirmation_superseded", at: NOW, policyDigest: OTHER });
    expect(outcome.state).toMatchObject({
      status: "superseded",
      closed_at: NOW,
      superseded_by: OTHER,
      votes: [{ void: { because: "superseded", at: NOW } }],
    });
    expect(outcome.events.map(({ event_type }) => event_type)).toEqual([
      "confirmation_superseded",
      "confirmation_refused",
    ]);
  });

  test("of another agent, or the same one again, ends nothing", () => {
    for (const news of [
      { agent: "writer", policyDigest: OTHER },
      { agent: "reporter", policyDigest: BASE },
    ]) {
      expect(after(pending, { kind: "supersede", ...news }, NOW)).toBe(pending);
    }
  });
});

describe("a redemption", () => {
  const approved = stateIn("approved");

  test.each([
    ["is not in the directory any more", []],
    ["has lost the right", [given.person("ana", { scopes: ["runs:read"] })]],
    ["has another key than the one that decided", [given.person("ana", { keyId: "key_new" })]],
    ["turns out to be let in by the proposer", [given.person("ana", { createdBy: ["reporter-agent"] })]],
  ])("is refused when who approved %s, and other people can decide", (_, directory) => {
    const outcome = refused(transition(approved, redemption(directory), at(NOW)));
    expect(outcome.refusal).toEqual({ kind: "approvals_withdrawn", principals: ["ana"] });
    expect(outcome.state).toMatchObject({
      status: "pending",
      votes: [{ void: { because: "rights_withdrawn", at: NOW } }],
    });
    expect(outcome.state.grant).toBeUndefined();
    const again = after(outcome.state, decision(outcome.state, BEN), NOW + 1);
    expect(after(again, redemption([BEN]), NOW + 2).status).toBe("applying");
    expect(transition(outcome.state, decision(outcome.state, ANA), at(NOW + 1)).ok).toBe(true);
  });

  test("goes on when enough approvals are left", () => {
    const rules = [{ approvals: 2, groups: ["security", "platform"] }];
    const groups = new Map([
      ["security", ["cleo"]],
      ["platform", ["ana", "ben"]],
    ]);
    let state = given.pendingState(given.freeze({}, { rules, groups }));
    for (const one of [ANA, BEN, CLEO]) state = after(state, decision(state, one), NOW);
    expect([state.status, state.votes.length]).toEqual(["approved", 3]);
    const applying = after(state, redemption([BEN, CLEO]), NOW + 1);
    expect(applying.votes.map((vote) => vote.void?.because)).toEqual(["rights_withdrawn", undefined, undefined]);
  });

  test("is refused when a person has left the one group that needed them", () => {
    const rules = [{ approvals: 2, groups: ["security", "platform"] }];
    const groups = new Map([
      ["security", ["ana"]],
      ["platform", ["ana", "ben"]],
    ]);
    let state = given.pendingState(given.freeze({}, { rules, groups }));
    for (const one of [ANA, BEN]) state = after(state, decision(state, one), NOW);
    const moved = { ...ANA, groups: ["platform"] };
    const outcome = refused(transition(state, redemption([moved, BEN]), at(NOW + 1)));
    expect(outcome.refusal).toEqual({ kind: "approvals_withdrawn", principals: ["ana"] });
    expect(outcome.state).toMatchObject({
      status: "pending",
      votes: [{ groups: ["platform"] }, { groups: ["platform"] }],
    });
  });

  test("happens once: neither another executor nor the same one gets it again", () => {
    const applying = stateIn("applying");
    for (const executor of [EXECUTOR, given.service("second")]) {
      const outcome = refused(transition(applying, redemption([ANA], { executor }), at(NOW)));
      expect(outcome.refusal).toEqual({ kind: "already_redeemed", at: START + 2 * MINUTE });
    }
  });

  test("that is refused burns nothing", () => {
    const outcome = refused(
      transition(approved, redemption([ANA], { executor: given.service("reporter-agent") }), at(NOW)),
    );
    expect(outcome.refusal).toEqual({ kind: "executor_is_proposer" });
    expect(transition(outcome.state, redemption([ANA]), at(NOW)).ok).toBe(true);
  });
});

describe("a report", () => {
  test("of success fails the change when another policy had come between, and can be repeated", () => {
    const outcome = accepted(transition(stateIn("applying"), reported({ baseMoved: true }), at(NOW)));
    expect(outcome.state).toMatchObject({ status: "apply_failed", report: { outcome: "applied", base_moved: true } });
    expect(accepted(transition(outcome.state, reported(), at(NOW + 1))).replayed).toBe(true);
  });

  test("is apply_failed when the service could not purge the runs, and says so in the record", () => {
    const hindered = reported({ hinderedBy: "run_on_hold" });
    const { state, events } = accepted(transition(stateIn("applying"), hindered, at(NOW)));
    expect(state).toMatchObject({ status: "apply_failed", report: { outcome: "applied", hindered_by: "run_on_hold" } });
    expect(projection(state, NOW).outcome).toMatchObject({ base_moved: false, hindered_by: "run_on_hold" });
    expect(events).toMatchObject([{ event_type: "apply_reported", payload: { hindered_by: "run_on_hold" } }]);
    const failed = reported({ outcome: "failed", hinderedBy: "run_on_hold" });
    expect(accepted(transition(stateIn("applying"), failed, at(NOW))).state.report?.hindered_by).toBeUndefined();
  });

  test("that differs from the one before is refused", () => {
    const failed = stateIn("apply_failed");
    const at3 = START + 3 * MINUTE;
    const other = refused(transition(failed, reported({ outcome: "failed", detail: "no network" }), at(NOW)));
    expect(other.refusal).toEqual({ kind: "already_reported", at: at3 });
  });

  test("comes from the executor that redeemed", () => {
    const outcome = refused(transition(stateIn("applying"), reported({ executor: "second" }), at(NOW)));
    expect(outcome.refusal).toEqual({ kind: "not_the_executor" });
  });
});

test("A cancelled proposal is cancelled again without a change, and by nobody else", () => {
  const cancelled = stateIn("cancelled");
  expect(FINAL.has(cancelled.status)).toBe(true);
  expect(transition(cancelled, { kind: "cancel", by: "reporter-agent" }, at(NOW))).toMatchObject({ replayed: true });
  expect(refused(transition(cancelled, { kind: "cancel", by: "ana" }, at(NOW))).refusal.kind).toBe("not_the_proposer");
});
