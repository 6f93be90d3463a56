import { Confirmation, ConfirmationRequirement, ConfirmationStatus, ReceiptClaims } from "@operator/contract";
import { describe, expect, test } from "vitest";
import * as given from "../../test/fixtures.ts";
import { closedOutcome } from "./closed-outcome.ts";
import { projection } from "./projection.ts";
import { receiptClaims } from "./receipt-claims.ts";
import { requirementOf } from "./requirement.ts";

const { HOUR, MINUTE, START } = given;
const NOW = START + 5 * MINUTE;

describe("a confirmation as it is shown", () => {
  test.each(ConfirmationStatus.options)("fits its schema and has its status: %s", (status) => {
    const view = Confirmation.parse(projection(given.stateIn(status), NOW));
    expect(view).toMatchObject({ status, proposer: "reporter-agent", created_at: "2026-07-02T09:00:00.000Z" });
    expect(given.digest(JSON.parse(JSON.stringify(view.candidate)))).toBe(view.candidate_digest);
  });

  test("shows what has expired as expired, although nobody has noticed", () => {
    expect(projection(given.stateIn("pending"), START + 9 * HOUR)).toMatchObject({
      status: "expired",
      closed_at: "2026-07-02T17:00:00.000Z",
    });
    expect(projection(given.stateIn("approved"), START + 11 * MINUTE)).toMatchObject({
      status: "expired",
      closed_at: "2026-07-02T09:11:00.000Z",
    });
  });

  test("tells who decided, who redeemed and what came of it, and no nonce", () => {
    const view = projection(given.stateIn("apply_failed"), NOW);
    expect(view).toMatchObject({
      decisions: [{ decider: "ana", decision: "approve", decided_at: "2026-07-02T09:01:00.000Z" }],
      grant_expires_at: "2026-07-02T09:11:00.000Z",
      executor: "executor",
      outcome: { outcome: "failed", detail: "no disk", base_moved: false },
    });
    expect(JSON.stringify(view)).not.toContain(given.NONCE);
  });
});

test("An answer carries what a person has to confirm, without what is empty", () => {
  expect(ConfirmationRequirement.parse(requirementOf(given.stateIn("pending")))).toEqual({
    requires_confirmation: true,
    confirmation_id: given.ID,
    risk_level: "medium",
    rationale: "Allows api.example.com:443.",
    affected_destinations: ["api.example.com:443"],
    evidence_refs: given.CHANGE.evidence,
  });
});

describe("the end of a confirmation", () => {
  test.each(["pending", "approved", "applying"] as const)("is not there while it is %s", (status) => {
    expect(closedOutcome(given.stateIn(status), NOW)).toBeUndefined();
  });

  test("names the outcome and its time, and quotes who declined", () => {
    expect(closedOutcome(given.stateIn("declined"), NOW)).toEqual({
      changeType: "policy_patch",
      outcome: "declined",
      at: START + MINUTE,
      words: 'The reviewer wrote: "Too broad.".',
    });
    expect(closedOutcome(given.stateIn("applied"), NOW)).toEqual({
      changeType: "policy_patch",
      outcome: "applied",
      at: START + 3 * MINUTE,
    });
    expect(closedOutcome(given.stateIn("pending"), START + 9 * HOUR)).toMatchObject({
      outcome: "expired",
      at: START + 8 * HOUR,
    });
  });
});

describe("a receipt", () => {
  const terms = { issuer: "https://operator.example", auditPosition: { log: "operator.example/acme", index: 7 } };

  test("states what was approved by whom, for whom, until when, and where the log says so", () => {
    const claims = ReceiptClaims.parse(receiptClaims(given.stateIn("applying"), { ...terms, audience: "executor" }));
    expect(claims).toEqual({
      iss: "https://operator.example",
      aud: "executor",
      jti: given.NONCE,
      iat: (START + 2 * MINUTE) / 1000,
      exp: (START + 11 * MINUTE) / 1000,
      confirmation_id: given.ID,
      tenant: "acme",
      change_type: "policy_patch",
      candidate_digest: given.pendingState().candidate_digest,
      base_policy_digest: given.BASE,
      candidate_policy_digest: given.CHANGE.candidate_policy_digest,
      deciders: [{ id: "ana", decided_at: (START + MINUTE) / 1000 }],
      executor: "executor",
      redeemed_at: (START + 2 * MINUTE) / 1000,
      audit_position: terms.auditPosition,
    });
  });

  test("is for a redeemed grant alone", () => {
    expect(() => receiptClaims(given.stateIn("approved"), terms)).toThrow(RangeError);
  });
});
