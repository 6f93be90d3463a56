import type { Refusal as ProtocolRefusal } from "@operator/confirmation";
import { type Refusal, refuse } from "../refusal.ts";

const at = (ms: number): string => new Date(ms).toISOString();

/** The facts of a refusal, in a sentence of ours. Ids of principals are no secret within their tenant. */
function detailOf(refusal: ProtocolRefusal): string {
  switch (refusal.kind) {
    case "decider_not_human":
      return `A principal of kind ${refusal.principalKind} never decides.`;
    case "decide_scope_missing":
      return "The key lacks the scope `confirmations:decide`.";
    case "decide_scope_mixed":
      return `A key that decides has no other scope than reading; this one has ${refusal.scopes.join(", ")}.`;
    case "own_proposal":
      return "The principal of this key proposed the change.";
    case "decider_made_by_proposer":
      return "The proposer made this key or its principal, or let in who did.";
    case "decider_not_eligible":
      return `The decision belongs to the groups ${refusal.groups.join(", ")}.`;
    case "not_the_proposer":
      return "Another principal proposed the change.";
    case "executor_not_service":
      return `A principal of kind ${refusal.principalKind} never redeems a grant.`;
    case "apply_scope_missing":
      return "The key lacks the scope `grants:apply`.";
    case "executor_is_proposer":
      return "The principal of this key proposed the change.";
    case "not_the_executor":
      return "Another executor redeemed the grant.";
    case "candidate_changed":
      return `The candidate's digest is ${refusal.frozen}; read the candidate again.`;
    case "already_decided":
      return `It was decided at ${at(refusal.at)}: ${refusal.decision}.`;
    case "confirmation_declined":
      return `It was declined at ${at(refusal.at)}.`;
    case "confirmation_expired":
      return `It expired at ${at(refusal.at)}.`;
    case "confirmation_cancelled":
      return `The proposer cancelled it at ${at(refusal.at)}.`;
    case "confirmation_superseded":
      return `The policy changed at or before ${at(refusal.at)}; propose the change anew.`;
    case "not_approved":
      return "It has not been approved.";
    case "approvals_withdrawn":
      return "Somebody who approved may not decide any more; it waits for other people.";
    case "already_redeemed":
      return `The grant was redeemed at ${at(refusal.at)}.`;
    case "not_redeemed":
      return `The grant was not redeemed; the confirmation is ${refusal.status}.`;
    case "already_reported":
      return `Another outcome was reported at ${at(refusal.at)}.`;
    case "declined_before":
      return `This change was declined at ${at(refusal.at)}; it needs evidence that was not there then.`;
    case "too_many_pending":
      return `${refusal.pending} proposals of this principal are pending, of at most ${refusal.limit}.`;
  }
}

/** Why the protocol refuses a command, as a problem: its code is the refusal's kind. The desk has recorded it. */
export function protocolRefusal(refusal: ProtocolRefusal): Refusal {
  return refuse(refusal.kind, detailOf(refusal), { isRecorded: true });
}

/** The refusal for a confirmation that the tenant does not have: the same for every id, whoever else has it. */
export function confirmationNotFound(): Refusal {
  return refuse("confirmation_not_found", "The tenant has no confirmation with this id.");
}
