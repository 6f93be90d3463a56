import { type ChangeType, type ConfirmationStatus, singleLine } from "@operator/contract";
import { type ConfirmationState, statusAt } from "../protocol/state.ts";
import { countedVotes } from "../protocol/votes.ts";
import { reviewersWords } from "../text/words.ts";
import { closedAt } from "./projection.ts";

/** How a confirmation ended, as nextAction takes it. */
export interface ClosedOutcome {
  changeType: ChangeType;
  outcome: Exclude<ConfirmationStatus, "pending" | "approved" | "applying">;
  /** Milliseconds since 1970. */
  at: number;
  /** The reason of whoever declined, as a sentence of ours that quotes it. */
  words?: string;
}

/** How a confirmation ended; `undefined` while it goes on. */
export function closedOutcome(state: ConfirmationState, now: number): ClosedOutcome | undefined {
  const outcome = statusAt(state, now);
  if (outcome === "pending" || outcome === "approved" || outcome === "applying") return undefined;
  const decline =
    outcome === "declined" ? countedVotes(state).find(({ decision }) => decision === "decline") : undefined;
  const reason = singleLine(decline?.reason ?? "");
  return {
    changeType: state.candidate.change_type,
    outcome,
    at: closedAt(state, now) ?? now,
    ...(reason === "" ? {} : { words: reviewersWords(reason) }),
  };
}
