import { type ApprovalRule, Candidate, limits, type RiskLevel } from "@operator/contract";
import { type Groups, requiredApprovals } from "../approvals/rules.ts";
import { proposersWords } from "../text/words.ts";
import { riskOfChange } from "./risk-of-change.ts";

type Settled = "rationale" | "risk_level" | "required_approvals" | "created_at" | "expires_at";

/** A change as it is proposed, before it is frozen. */
export interface ProposedChange extends Omit<Candidate, Settled> {
  /**
   * Who wrote the rationale and the details of the evidence: what the proposer wrote is quoted and said to be the
   * proposer's.
   */
  rationale: { by: "service" | "proposer"; text: string };
}

/** What the proposer has no say in. */
export interface FreezingTerms {
  /** What the evaluation of the policy found; absent when nothing could be evaluated. */
  evaluatedRisk?: RiskLevel;
  rules: readonly ApprovalRule[];
  groups: Groups;
  /** Milliseconds since 1970. */
  now: number;
}

/**
 * Freezes a change: risk, expiry and the people that have to approve follow from the change, the tenant's rules and the
 * time, and from nothing that the proposer says.
 *
 * @throws ZodError when the change is no candidate; operations check their input before
 */
export function freezeCandidate(
  change: ProposedChange,
  { evaluatedRisk, rules, groups, now }: FreezingTerms,
): Candidate {
  const { by, text } = change.rationale;
  const stated = (words: string) =>
    by === "service" ? words : proposersWords(words, limits.MAX_PROPOSERS_WORDS_CHARS);
  const risk = riskOfChange(change.change_type, evaluatedRisk);
  return Candidate.parse({
    ...change,
    rationale: stated(text),
    evidence: change.evidence.map(({ detail, ...ref }) => (detail ? { ...ref, detail: stated(detail) } : ref)),
    affected_destinations: [...new Set(change.affected_destinations)],
    credential_ids: [...new Set(change.credential_ids)],
    risk_level: risk,
    required_approvals: requiredApprovals(change.change_type, risk, rules, groups),
    created_at: new Date(now).toISOString(),
    expires_at: new Date(now + limits.EXPIRY_MS[risk]).toISOString(),
  });
}
