import { closedOutcome, deadlineOf, requirementOf } from "@operator/confirmation";
import type { RunNotice } from "./results.ts";
import type { DeskRow } from "./statements.ts";

/** The runs that a confirmation cites. */
export function citedRuns({ state }: DeskRow): string[] {
  return [...new Set(state.candidate.evidence.flatMap(({ type, ref }) => (type === "run_id" ? [ref] : [])))];
}

/** What a run is told of a confirmation. */
export function noticeOf({ confirmation_id, number, state }: DeskRow, now: number): RunNotice {
  const { status } = state;
  const { change_type } = state.candidate;
  const subject = { confirmation_id, number };
  const closed = closedOutcome(state, now);
  if (closed !== undefined) {
    const { outcome, at, words } = closed;
    return { ...subject, closed: { change_type, outcome, at, ...(words === undefined ? {} : { words }) } };
  }
  if (status !== "pending" && status !== "approved" && status !== "applying") return subject;
  const until = deadlineOf(state);
  const open = { change_type, phase: status, requirement: requirementOf(state) };
  return { ...subject, open: until === undefined ? open : { ...open, until } };
}
