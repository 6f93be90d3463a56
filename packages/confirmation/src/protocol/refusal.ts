import type { ConfirmationStatus, Decision, PrincipalKind, Scope } from "@operator/contract";

/** Why a command was refused, with the facts of that refusal. Times are milliseconds since 1970. */
export type Refusal =
  | { kind: "decider_not_human"; principalKind: PrincipalKind }
  | { kind: "decide_scope_missing" }
  | { kind: "decide_scope_mixed"; scopes: readonly Scope[] }
  | { kind: "own_proposal" }
  | { kind: "decider_made_by_proposer" }
  | { kind: "decider_not_eligible"; groups: readonly string[] }
  | { kind: "not_the_proposer" }
  | { kind: "executor_not_service"; principalKind: PrincipalKind }
  | { kind: "apply_scope_missing" }
  | { kind: "executor_is_proposer" }
  | { kind: "not_the_executor" }
  | { kind: "candidate_changed"; frozen: string }
  | { kind: "already_decided"; by: string; decision: Decision; at: number }
  | { kind: "confirmation_declined"; at: number }
  | { kind: "confirmation_expired"; at: number }
  | { kind: "confirmation_cancelled"; at: number }
  | { kind: "confirmation_superseded"; at: number; policyDigest: string | undefined }
  | { kind: "not_approved" }
  | { kind: "approvals_withdrawn"; principals: readonly string[] }
  | { kind: "already_redeemed"; at: number }
  | { kind: "not_redeemed"; status: ConfirmationStatus }
  | { kind: "already_reported"; at: number }
  | { kind: "declined_before"; confirmationId: string; at: number }
  | { kind: "too_many_pending"; pending: number; limit: number };

export type RefusalKind = Refusal["kind"];

/** Each refusal as an HTTP problem: its code is its kind. */
export const REFUSALS = {
  decider_not_human: { status: 403, title: "Only a person decides" },
  decide_scope_missing: { status: 403, title: "The key may not decide" },
  decide_scope_mixed: { status: 403, title: "A key that decides may only read besides" },
  own_proposal: { status: 403, title: "Nobody decides about their own proposal" },
  decider_made_by_proposer: { status: 403, title: "Nobody decides whom the proposer let in" },
  decider_not_eligible: { status: 403, title: "The decision belongs to other groups" },
  not_the_proposer: { status: 403, title: "Only its proposer cancels a proposal" },
  executor_not_service: { status: 403, title: "Only a service redeems a grant" },
  apply_scope_missing: { status: 403, title: "The key may not redeem grants" },
  executor_is_proposer: { status: 403, title: "Nobody applies their own proposal" },
  not_the_executor: { status: 403, title: "Only the executor that redeemed the grant reports" },
  candidate_changed: { status: 409, title: "The candidate is not the one that was reviewed" },
  already_decided: { status: 409, title: "The confirmation is decided already" },
  confirmation_declined: { status: 409, title: "The confirmation was declined" },
  confirmation_expired: { status: 409, title: "The confirmation has expired" },
  confirmation_cancelled: { status: 409, title: "The proposal was cancelled" },
  confirmation_superseded: { status: 409, title: "The policy has changed since the proposal" },
  not_approved: { status: 409, title: "The confirmation is not approved" },
  approvals_withdrawn: { status: 409, title: "Who approved may not decide any more" },
  already_redeemed: { status: 409, title: "The grant was redeemed already" },
  not_redeemed: { status: 409, title: "The grant was not redeemed" },
  already_reported: { status: 409, title: "Another outcome was reported already" },
  declined_before: { status: 409, title: "The change was declined and there is no new evidence" },
  too_many_pending: { status: 409, title: "The proposer has too many pending confirmations" },
} as const satisfies Record<RefusalKind, { status: 403 | 409; title: string }>;
