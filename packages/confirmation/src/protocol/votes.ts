import type { Approver } from "../approvals/approvals-met.ts";
import type { ConfirmationState, Vote } from "./state.ts";

/** The votes that count. */
export function countedVotes({ votes }: Pick<ConfirmationState, "votes">): Vote[] {
  return votes.filter((vote) => vote.void === undefined);
}

/** Whose approvals count, with the groups that they stood for when they were last looked at. */
export function approversOf(state: Pick<ConfirmationState, "votes">): Approver[] {
  const approvals = countedVotes(state).filter(({ decision }) => decision === "approve");
  return approvals.map(({ decider, groups }) => ({ id: decider, groups }));
}

/** A vote that counts no more from a time on; one that was void before stays as it is. */
export function voided(vote: Vote, because: NonNullable<Vote["void"]>["because"], at: number): Vote {
  return vote.void === undefined ? { ...vote, void: { because, at } } : vote;
}
