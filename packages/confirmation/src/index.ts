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
export { proposersWords, quote, reviewersWords } from "./text/quote.ts";
