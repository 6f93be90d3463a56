import { limits } from "@operator/contract";
import { describe, expect, test } from "vitest";
import { ANA, after, at, CHANGE, decision, digest, freeze, HOUR, MINUTE, START, stateIn } from "../../test/fixtures.ts";
import { candidateDigest } from "../candidate/candidate.ts";
import { type DeskContents, propose } from "./propose.ts";
import { formatConfirmationId } from "./state.ts";

const NEXT = "confirm_ffeeddccbbaa99887766554433221100";
const NOW = START + 5 * MINUTE;
const proposal = { confirmationId: NEXT, candidate: freeze() };
const proposed = (desk: Partial<DeskContents> = {}, given = proposal) =>
  propose(given, { declined: [], pendingOfProposer: 0, ...desk }, at(NOW));

test("A new proposal is pending, bound to the digest of its candidate, and recorded", () => {
  const outcome = proposed({}, { ...proposal, delta: { allows: ["api.example.com:443"] } } as typeof proposal);
  expect(outcome).toMatchObject({
    ok: true,
    replayed: false,
    state: {
      confirmation_id: NEXT,
      status: "pending",
      candidate_digest: candidateDigest(proposal.candidate, digest),
      delta: { allows: ["api.example.com:443"] },
      votes: [],
    },
    events: [{ event_type: "confirmation_proposed", actor: "reporter-agent", payload: { confirmation_id: NEXT } }],
  });
});

describe("the same proposal again", () => {
  test.each(["pending", "approved"] as const)("gives the one that is %s, however many are pending", (status) => {
    const same = stateIn(status);
    const pendingOfProposer = limits.MAX_PENDING_PER_PROPOSER;
    expect(proposed({ same, pendingOfProposer })).toEqual({ ok: true, replayed: true, state: same, events: [] });
  });

  test("opens a new one when that has ended, also when nobody has noticed", () => {
    const same = stateIn("pending");
    const late = propose(proposal, { same, declined: [], pendingOfProposer: 0 }, at(START + 9 * HOUR));
    expect(late).toMatchObject({ ok: true, replayed: false, state: { confirmation_id: NEXT } });
  });
});

describe("a declined change", () => {
  const first = stateIn("declined");

  test("is not proposed again by anybody, and the attempt is recorded", () => {
    const candidate = freeze({ proposer: "another-agent", rationale: { by: "proposer", text: "But please!" } });
    expect(proposed({ declined: [first] }, { ...proposal, candidate })).toMatchObject({
      ok: false,
      refusal: { kind: "declined_before", confirmationId: first.confirmation_id, at: START + MINUTE },
      events: [{ event_type: "confirmation_refused", actor: "another-agent", payload: { refusal: "declined_before" } }],
    });
  });

  test("is proposed with evidence that was not there any of the times it was declined", () => {
    const withRun = (run: string) => freeze({ evidence: [...CHANGE.evidence, { type: "run_id", ref: run }] });
    const again = propose(
      { ...proposal, candidate: withRun("run_2") },
      { declined: [first], pendingOfProposer: 0 },
      at(NOW),
    );
    if (!again.ok) throw new Error(again.refusal.kind);
    const second = after(again.state, decision(again.state, ANA, { decision: "decline" }), NOW + 1);
    const declined = [first, second];
    expect(proposed({ declined }, { ...proposal, candidate: withRun("run_2") })).toMatchObject({
      refusal: { kind: "declined_before", confirmationId: NEXT, at: NOW + 1 },
    });
    expect(proposed({ declined }, { ...proposal, candidate: withRun("run_3") }).ok).toBe(true);
  });
});

test("A proposer has at most fifty proposals pending", () => {
  expect(proposed({ pendingOfProposer: 49 }).ok).toBe(true);
  expect(proposed({ pendingOfProposer: 50 })).toMatchObject({
    refusal: { kind: "too_many_pending", pending: 50, limit: 50 },
  });
});

test("An id is made of 128 random bits and of nothing less", () => {
  const bytes = Uint8Array.from({ length: 16 }, (_, index) => index * 17);
  expect(formatConfirmationId(bytes)).toBe("confirm_00112233445566778899aabbccddeeff");
  expect(() => formatConfirmationId(bytes.slice(1))).toThrow(RangeError);
});
