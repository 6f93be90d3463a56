import { baseMoved } from "../candidate/candidate.ts";
import type { Command } from "./command.ts";
import { type ConfirmationState, deadlineOf, statusAt } from "./state.ts";
import { voided } from "./votes.ts";

/** A policy in force: none is an absent digest. */
interface PolicyInForce {
  digest: string | undefined;
}

/** The policy that a command brings news of. */
function policyIn(command: Command, state: ConfirmationState): PolicyInForce | undefined {
  switch (command.kind) {
    case "decide":
    case "redeem":
      return { digest: command.policyDigest };
    case "supersede":
      return command.agent === state.candidate.agent ? { digest: command.policyDigest } : undefined;
    default:
      return undefined;
  }
}

/**
 * What time and other policies have done to a confirmation, before a command is looked at: the same state when they have
 * done nothing. An expired one was closed at its deadline, whenever that is noticed.
 */
export function settle(state: ConfirmationState, command: Command, now: number): ConfirmationState {
  const deadline = deadlineOf(state);
  if (deadline === undefined) return state;
  if (statusAt(state, now) === "expired") return { ...state, status: "expired", closed_at: deadline };
  const policy = policyIn(command, state);
  if (policy === undefined || !baseMoved(state.candidate, policy.digest)) return state;
  return {
    ...state,
    status: "superseded",
    closed_at: now,
    votes: state.votes.map((vote) => voided(vote, "superseded", now)),
    ...(policy.digest === undefined ? {} : { superseded_by: policy.digest }),
  };
}
