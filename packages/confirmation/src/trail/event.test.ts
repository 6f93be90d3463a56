import { expect, test } from "vitest";
import * as given from "../../test/fixtures.ts";
import { transition } from "../protocol/transition.ts";
import { viewedEvent } from "./event.ts";

const { ANA, MINUTE, START } = given;
const NOW = START + 5 * MINUTE;
const pending = given.pendingState();
const subject = {
  confirmation_id: given.ID,
  candidate_digest: pending.candidate_digest,
  change_type: "policy_patch",
  risk_level: "medium",
  proposer: "reporter-agent",
};

test("A decision is recorded with the digest of its reason and without the reason", () => {
  const { events } = transition(pending, given.decision(pending, ANA, { reason: "token=abc" }), given.at(NOW));
  const reason_digest = given.digest("token=abc");
  const facts = { decision: "approve", key_id: "key_ana", reason_digest };
  const payload = { ...subject, status: "approved", ...facts };
  expect(events).toEqual([{ event_type: "confirmation_decided", at: NOW, actor: "ana", payload }]);
});

test("A refused decision is recorded with who tried what", () => {
  const agent = given.person("bot", { kind: "agent" });
  const { events } = transition(pending, given.decision(pending, agent), given.at(NOW));
  const tried = { command: "decide", decision: "approve", named_digest: pending.candidate_digest };
  const payload = { ...subject, status: "pending", ...tried, refusal: "decider_not_human" };
  expect(events).toEqual([{ event_type: "confirmation_refused", at: NOW, actor: "bot", payload }]);
});

test("Withdrawn approvals are recorded by their people", () => {
  const { events } = transition(given.stateIn("approved"), given.redemption([]), given.at(NOW));
  const facts = { command: "redeem", refusal: "approvals_withdrawn", withdrawn: ["ana"] };
  expect(events).toMatchObject([{ actor: "executor", payload: { status: "pending", ...facts } }]);
});

test("A redemption is recorded with its nonce and who had approved, a report with the digest of what it says", () => {
  const redeemed = transition(given.stateIn("approved"), given.redemption([ANA]), given.at(NOW));
  const facts = { nonce: given.NONCE, key_id: "key_executor", deciders: ["ana"] };
  expect(redeemed.events).toMatchObject([{ event_type: "grant_redeemed", actor: "executor", payload: facts }]);
  const command = given.reported({ outcome: "failed", detail: "no disk" });
  const { events } = transition(redeemed.state, command, given.at(NOW));
  const said = { outcome: "failed", base_moved: false, detail_digest: given.digest("no disk"), status: "apply_failed" };
  expect(events).toEqual([
    { event_type: "apply_reported", at: NOW, actor: "executor", payload: { ...subject, ...said } },
  ]);
});

test("What time and other policies do is recorded as done by the service", () => {
  const news = { kind: "supersede", agent: "reporter", policyDigest: given.OTHER } as const;
  expect(transition(pending, news, given.at(NOW)).events).toMatchObject([
    { event_type: "confirmation_superseded", actor: "operator", payload: { policy_digest: given.OTHER } },
  ]);
  expect(transition(pending, { kind: "expire" }, given.at(START + 9 * given.HOUR)).events).toMatchObject([
    { event_type: "confirmation_expired", actor: "operator", payload: { status: "expired" } },
  ]);
});

test("A look of somebody who decides is a record too", () => {
  const payload = { ...subject, status: "pending" };
  expect(viewedEvent(pending, "ana", NOW)).toEqual({
    event_type: "confirmation_viewed",
    at: NOW,
    actor: "ana",
    payload,
  });
});
