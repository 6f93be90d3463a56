export { type Approver, approvalsMet } from "./approvals/approvals-met.ts";
export { RequiredApprovals } from "./approvals/required-approvals.ts";
export {
  ApprovalRule,
  ApprovalRules,
  type Groups,
  isSatisfiable,
  requiredApprovals,
  ruleFor,
} from "./approvals/rules.ts";
export { baseMoved, Candidate, candidateDigest, PolicyPatch, policyPatchOf } from "./candidate/candidate.ts";
export { ChangeType, riskOfChange } from "./candidate/change-type.ts";
export { type FreezingTerms, freezeCandidate, type ProposedChange } from "./candidate/freeze.ts";
export { BoundedJson, type Digest, Sha256 } from "./candidate/json.ts";
export { hasNewEvidence, sameChangeKey, sameProposalKey } from "./candidate/sameness.ts";
export * as limits from "./limits.ts";
export type { Command, CommandKind } from "./protocol/command.ts";
export type { Context } from "./protocol/handler.ts";
export { type Decider, mayDecide, mayRedeem, type Principal } from "./protocol/principal.ts";
export { type DeskContents, type Proposal, type ProposalOutcome, propose } from "./protocol/propose.ts";
export { REFUSALS, type Refusal, type RefusalKind } from "./protocol/refusal.ts";
export {
  ConfirmationId,
  ConfirmationState,
  Decision,
  deadlineOf,
  FINAL,
  formatConfirmationId,
  Nonce,
  Status,
  statusAt,
  type Vote,
} from "./protocol/state.ts";
export { PROTOCOL } from "./protocol/table.ts";
export { type Outcome, transition } from "./protocol/transition.ts";
export { proposersWords, quote, reviewersWords } from "./text/quote.ts";
export { type ConfirmationEvent, viewedEvent } from "./trail/event.ts";
export { type ClosedOutcome, closedOutcome } from "./view/closed-outcome.ts";
export { ConfirmationView } from "./view/confirmation-view.ts";
export { projection } from "./view/projection.ts";
export { AuditPosition, ReceiptClaims, type ReceiptTerms, receiptClaims } from "./view/receipt-claims.ts";
export { requirementOf } from "./view/requirement.ts";
