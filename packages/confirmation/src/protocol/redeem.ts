import { approvalsMet, standingIn } from "../approvals/approvals-met.ts";
import { candidateDigest } from "../candidate/candidate.ts";
import type { RedeemCommand } from "./command.ts";
import type { Handler } from "./handler.ts";
import { type Decider, mayDecide, mayRedeem } from "./principal.ts";
import { type ConfirmationState, proposalEnd, type Vote } from "./state.ts";
import { approversOf, countedVotes, voided } from "./votes.ts";

/** A vote as it counts now: void when its person may not decide any more, and for no group that the person has left. */
function lookedAtAgain(vote: Vote, state: ConfirmationState, directory: readonly Decider[], now: number): Vote {
  if (vote.void !== undefined) return vote;
  const decider = directory.find(({ id, keyId }) => id === vote.decider && keyId === vote.key_id);
  if (decider === undefined || mayDecide(decider, state.candidate) !== undefined) {
    return voided(vote, "rights_withdrawn", now);
  }
  const standing = standingIn(state.candidate.required_approvals, decider);
  return { ...vote, groups: vote.groups.filter((group) => standing.includes(group)) };
}

/** The votes as the live directory bears them out, and whose of them count for less than before. */
function liveVotes(state: ConfirmationState, { approvers }: RedeemCommand, now: number) {
  const votes = state.votes.map((vote) => lookedAtAgain(vote, state, approvers, now));
  const lessened = votes.filter((vote, index) => {
    const before = state.votes[index];
    return vote.void !== before?.void || vote.groups.length !== before?.groups.length;
  });
  return { votes, withdrawn: [...new Set(lessened.map(({ decider }) => decider))] };
}

/** Without enough approvals the grant is gone, and the proposal waits for other people as long as it would have. */
function reopened(state: ConfirmationState, votes: Vote[], now: number): ConfirmationState {
  const { grant: _, ...rest } = state;
  const end = proposalEnd(state);
  return now < end ? { ...rest, status: "pending", votes } : { ...rest, status: "expired", votes, closed_at: now };
}

/** One executor, once, gets exactly the bytes that enough people approved who may still decide. */
export const redeem: Handler<RedeemCommand> = {
  authority: (state, { executor }) => mayRedeem(executor, state.candidate),
  isRepeat: () => false,

  check(state, command, { now, digest }) {
    const frozen = candidateDigest(state.candidate, digest);
    const { votes, withdrawn } = liveVotes(state, command, now);
    if ([state, ...countedVotes({ votes })].some((one) => one.candidate_digest !== frozen)) {
      return { refusal: { kind: "candidate_changed", frozen: state.candidate_digest } };
    }
    if (approvalsMet(state.candidate.required_approvals, approversOf({ votes }))) return undefined;
    return {
      refusal: { kind: "approvals_withdrawn", principals: withdrawn },
      state: reopened(state, votes, now),
    };
  },

  apply: (state, command, { now }) => ({
    ...state,
    status: "applying",
    votes: liveVotes(state, command, now).votes,
    redemption: { executor: command.executor.id, redeemed_at: now, nonce: command.nonce },
  }),
};
