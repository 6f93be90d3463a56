import { type Confirmation, singleLine } from "@operator/contract";
import type { ConfirmationState, Report, Vote } from "../protocol/state.ts";
import { deadlineOf, statusAt } from "../protocol/state.ts";

const timestamp = (ms: number) => new Date(ms).toISOString();

/** Somebody's words on one line, where there are any to be seen. */
function words(text: string | undefined): string | undefined {
  return singleLine(text ?? "") || undefined;
}

function decisionOf(vote: Vote): Confirmation["decisions"][number] {
  const { decider, decision, candidate_digest, decided_at } = vote;
  const reason = words(vote.reason);
  return {
    decider,
    decision,
    candidate_digest,
    ...(reason && { reason }),
    decided_at: timestamp(decided_at),
    ...(vote.void === undefined ? {} : { void: { because: vote.void.because, at: timestamp(vote.void.at) } }),
  };
}

function outcomeOf({
  outcome,
  detail: written,
  base_moved,
  hindered_by,
  reported_at,
}: Report): Confirmation["outcome"] {
  const detail = words(written);
  return {
    outcome,
    ...(detail && { detail }),
    base_moved,
    ...(hindered_by && { hindered_by }),
    reported_at: timestamp(reported_at),
  };
}

/** When a confirmation was closed as seen at a time: an expired one at its deadline, whether or not that was noticed. */
export function closedAt(state: ConfirmationState, now: number): number | undefined {
  return statusAt(state, now) === state.status ? state.closed_at : deadlineOf(state);
}

/**
 * A confirmation as it is shown.
 *
 * @param now milliseconds since 1970; what is past its deadline shows as expired
 */
export function projection(state: ConfirmationState, now: number): Confirmation {
  const { candidate, grant, redemption, report } = state;
  const closed = closedAt(state, now);
  return {
    confirmation_id: state.confirmation_id,
    status: statusAt(state, now),
    change_type: candidate.change_type,
    risk_level: candidate.risk_level,
    rationale: candidate.rationale,
    candidate,
    candidate_digest: state.candidate_digest,
    required_approvals: candidate.required_approvals,
    decisions: state.votes.map(decisionOf),
    proposer: candidate.proposer,
    affected_destinations: candidate.affected_destinations,
    credential_ids: candidate.credential_ids,
    evidence_refs: candidate.evidence,
    ...(state.delta === undefined ? {} : { delta: state.delta }),
    ...(state.replay === undefined ? {} : { replay: state.replay }),
    created_at: candidate.created_at,
    expires_at: candidate.expires_at,
    ...(grant === undefined ? {} : { grant_expires_at: timestamp(grant.expires_at) }),
    ...(redemption === undefined
      ? {}
      : { executor: redemption.executor, redeemed_at: timestamp(redemption.redeemed_at) }),
    ...(report === undefined ? {} : { outcome: outcomeOf(report) }),
    ...(closed === undefined ? {} : { closed_at: timestamp(closed) }),
    ...(state.superseded_by === undefined ? {} : { superseded_by: state.superseded_by }),
  };
}
