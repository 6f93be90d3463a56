export { type Approver, approvalsMet } from "./approvals/approvals-met.ts";
export {
  type Groups,
  isSatisfiable,
  requiredApprovals,
  ruleFor,
} from "./approvals/rules.ts";
export { baseMoved, candidateDigest, isIntact } from "./candidate/candidate.ts";
export { type FreezingTerms, freezeCandidate, type ProposedChange } from "./candidate/freeze.ts";
export { type Digest, jsonOf } from "./candidate/json.ts";
export { riskOfChange } from "./candidate/risk-of-change.ts";
export { hasNewEvidence, sameChangeKey, sameProposalKey } from "./candidate/sameness.ts";
export type { Command, CommandKind } from "./protocol/command.ts";
export type { Context } from "./protocol/handler.ts";
export { type Decider, mayDecide, mayRedeem, type Principal } from "./protocol/principal.ts";
export { type DeskContents, type Proposal, type ProposalOutcome, propose } from "./protocol/propose.ts";
export type { Refusal, RefusalKind } from "./protocol/refusal.ts";
export { ConfirmationState, deadlineOf, FINAL, formatConfirmationId, statusAt, type Vote } from "./protocol/state.ts";
export { PROTOCOL } from "./protocol/table.ts";
export { type Outcome, transition } from "./protocol/transition.ts";
export { proposersWords, reviewersWords } from "./text/words.ts";
export { type ConfirmationEvent, viewedEvent } from "./trail/event.ts";
export { type ClosedOutcome, closedOutcome } from "./view/closed-outcome.ts";
export { projection } from "./view/projection.ts";
export { type ReceiptTerms, receiptClaims } from "./view/receipt-claims.ts";
export { requirementOf } from "./view/requirement.ts";
