import type { Candidate, ConfirmationStatus } from "@operator/contract";
import type { Command } from "../src/protocol/command.ts";
import type { Context } from "../src/protocol/handler.ts";
import type { Decider, Principal } from "../src/protocol/principal.ts";
import { propose } from "../src/protocol/propose.ts";
import type { ConfirmationState } from "../src/protocol/state.ts";
import { type Outcome, transition } from "../src/protocol/transition.ts";
import { BASE, digest, freeze, HOUR, MINUTE, OTHER, START } from "./candidates.ts";

export { BASE, CHANGE, digest, freeze, HOUR, MINUTE, OTHER, START } from "./candidates.ts";

export const NONCE = "nonce-0123456789abcdef";
export const ID = "confirm_00112233445566778899aabbccddeeff";

export function person(id: string, change: Partial<Decider> = {}): Decider {
  const scopes: Decider["scopes"] = ["confirmations:decide", "runs:read", "audit:read"];
  return { id, keyId: `key_${id}`, kind: "human", scopes, groups: [], createdBy: ["admin"], ...change };
}

export const ANA = person("ana", { groups: ["security", "platform"] });
export const BEN = person("ben", { groups: ["platform"] });
export const CLEO = person("cleo", { groups: ["security"] });

export function service(id: string, change: Partial<Principal> = {}): Principal {
  return { id, keyId: `key_${id}`, kind: "service", scopes: ["grants:apply", "runs:read"], ...change };
}

export const EXECUTOR = service("executor");

export const at = (now: number): Context => ({ now, digest });

/** A pending confirmation about a candidate. */
export function pendingState(candidate: Candidate = freeze()): ConfirmationState {
  const outcome = propose({ confirmationId: ID, candidate }, { declined: [], pendingOfProposer: 0 }, at(START));
  if (!outcome.ok) throw new Error(outcome.refusal.kind);
  return outcome.state;
}

type CommandOf<Kind extends Command["kind"]> = Extract<Command, { kind: Kind }>;

export function decision(
  state: ConfirmationState,
  decider: Decider,
  change: Partial<CommandOf<"decide">> = {},
): CommandOf<"decide"> {
  const candidateDigest = state.candidate_digest;
  return { kind: "decide", decider, decision: "approve", candidateDigest, policyDigest: BASE, ...change };
}

export function redemption(
  approvers: readonly Decider[],
  change: Partial<CommandOf<"redeem">> = {},
): CommandOf<"redeem"> {
  return { kind: "redeem", executor: EXECUTOR, nonce: NONCE, approvers, policyDigest: BASE, ...change };
}

export const reported = (change: Partial<CommandOf<"report">> = {}): CommandOf<"report"> => ({
  kind: "report",
  executor: EXECUTOR.id,
  outcome: "applied",
  ...change,
});

/** The state after a command that is accepted. */
export function after(state: ConfirmationState, command: Command, now: number): ConfirmationState {
  return accepted(transition(state, command, at(now))).state;
}

export function accepted(outcome: Outcome): Extract<Outcome, { ok: true }> {
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal.kind}`);
  return outcome;
}

export function refused(outcome: Outcome): Extract<Outcome, { ok: false }> {
  if (outcome.ok) throw new Error(`accepted: ${outcome.state.status}`);
  return outcome;
}

/** A confirmation in each state, on the way that leads there; medium risk, approved by Ana. */
export function stateIn(status: ConfirmationStatus, candidate: Candidate = freeze()): ConfirmationState {
  const pending = pendingState(candidate);
  const approved = after(pending, decision(pending, ANA), START + MINUTE);
  const applying = after(approved, redemption([ANA]), START + 2 * MINUTE);
  switch (status) {
    case "pending":
      return pending;
    case "approved":
      return approved;
    case "applying":
      return applying;
    case "applied":
      return after(applying, reported(), START + 3 * MINUTE);
    case "apply_failed":
      return after(applying, reported({ outcome: "failed", detail: "no disk" }), START + 3 * MINUTE);
    case "declined":
      return after(pending, decision(pending, ANA, { decision: "decline", reason: "Too broad." }), START + MINUTE);
    case "cancelled":
      return after(pending, { kind: "cancel", by: candidate.proposer }, START + MINUTE);
    case "expired":
      return after(approved, { kind: "expire" }, START + HOUR);
    case "superseded":
      return after(pending, { kind: "supersede", agent: "reporter", policyDigest: OTHER }, START + MINUTE);
  }
}
