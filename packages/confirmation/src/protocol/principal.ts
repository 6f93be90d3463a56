import type { Candidate, PrincipalKind, Scope } from "@operator/contract";
import { isEligible } from "../approvals/approvals-met.ts";
import type { Refusal } from "./refusal.ts";

/** Somebody who acts, as the directory knows them: from the verified key, never from a body. */
export interface Principal {
  id: string;
  /** The key that was used, which is not its secret. */
  keyId: string;
  kind: PrincipalKind;
  /** What that key may do. */
  scopes: readonly Scope[];
}

/** Somebody who decides. */
export interface Decider extends Principal {
  groups: readonly string[];
  /** Who made the key, who made its principal, who made those, and so on to the first. */
  createdBy: readonly string[];
}

/** What a key that decides may do besides: nothing but look. */
const WHILE_DECIDING: ReadonlySet<Scope> = new Set<Scope>(["confirmations:decide", "runs:read", "audit:read"]);

/**
 * Why somebody may not decide about a candidate; `undefined` when they may. A person decides, with a key that can do
 * nothing else, who neither proposed the change nor was let in by who did.
 */
export function mayDecide(decider: Decider, candidate: Candidate): Refusal | undefined {
  const { id, kind, scopes, createdBy } = decider;
  if (kind !== "human") return { kind: "decider_not_human", principalKind: kind };
  if (!scopes.includes("confirmations:decide")) return { kind: "decide_scope_missing" };
  const others = scopes.filter((scope) => !WHILE_DECIDING.has(scope));
  if (others.length > 0) return { kind: "decide_scope_mixed", scopes: others };
  if (id === candidate.proposer) return { kind: "own_proposal" };
  if (createdBy.includes(candidate.proposer)) return { kind: "decider_made_by_proposer" };
  if (!isEligible(candidate.required_approvals, decider)) {
    return { kind: "decider_not_eligible", groups: candidate.required_approvals.groups.map(({ group }) => group) };
  }
  return undefined;
}

/** Why somebody may not redeem the grant of a candidate; `undefined` when they may. */
export function mayRedeem({ id, kind, scopes }: Principal, candidate: Candidate): Refusal | undefined {
  if (kind !== "service") return { kind: "executor_not_service", principalKind: kind };
  if (!scopes.includes("grants:apply")) return { kind: "apply_scope_missing" };
  if (id === candidate.proposer) return { kind: "executor_is_proposer" };
  return undefined;
}
