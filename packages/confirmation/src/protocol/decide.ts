import { clip, limits } from "@operator/contract";
import { approvalsMet, standingIn } from "../approvals/approvals-met.ts";
import { isIntact } from "../candidate/candidate.ts";
import type { DecideCommand } from "./command.ts";
import type { Handler } from "./handler.ts";
import { mayDecide } from "./principal.ts";
import { alreadyDecided } from "./refuse.ts";
import type { ConfirmationState, Vote } from "./state.ts";
import { approversOf, countedVotes } from "./votes.ts";

function voteOf(state: ConfirmationState, person: string): Vote | undefined {
  return countedVotes(state).find(({ decider }) => decider === person);
}

/** One decline settles; approvals settle when there are as many, and of such people, as the candidate asks for. */
export const decide: Handler<DecideCommand> = {
  authority: (state, { decider }) => mayDecide(decider, state.candidate),

  isRepeat(state, { decider, decision, candidateDigest: named }) {
    const vote = voteOf(state, decider.id);
    return vote?.decision === decision && vote.candidate_digest === named;
  },

  check(state, command, { digest }) {
    const frozen = state.candidate_digest;
    // The stored bytes are digested again, so that a vote never counts for bytes that changed where they are kept.
    if (command.candidateDigest !== frozen || !isIntact(state, digest)) {
      return { refusal: { kind: "candidate_changed", frozen } };
    }
    const own = voteOf(state, command.decider.id);
    return own && { refusal: alreadyDecided(own) };
  },

  apply(state, { decider, decision, reason, candidateDigest: named }, { now }) {
    const vote: Vote = {
      decider: decider.id,
      key_id: decider.keyId,
      decision,
      candidate_digest: named,
      ...(reason ? { reason: clip(reason, limits.MAX_REASON_CHARS) } : {}),
      decided_at: now,
      groups: standingIn(state.candidate.required_approvals, decider),
    };
    const voted = { ...state, votes: [...state.votes, vote] };
    if (decision === "decline") return { ...voted, status: "declined", closed_at: now };
    if (!approvalsMet(state.candidate.required_approvals, approversOf(voted))) return voted;
    return { ...voted, status: "approved", grant: { approved_at: now, expires_at: now + limits.GRANT_TTL_MS } };
  },
};
