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
