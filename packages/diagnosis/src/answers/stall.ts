import type { RunState } from "../fold/state.ts";
import { duration } from "../text/duration.ts";

/** How long a run may be silent before its answers say so: longer than any one call of a model or tool should take. */
export const DEFAULT_STALL_LIMIT_MS = 15 * 60_000;

/**
 * The stall limit that a run which has not ended has passed in silence, or `undefined`. The limit is told and not the
 * silence, so that the same state answers the same however late it is asked.
 */
export function stallOf(state: RunState, now: number | undefined, limit = DEFAULT_STALL_LIMIT_MS): number | undefined {
  if (now === undefined || state.end !== undefined) return undefined;
  return now - state.last.at > limit ? limit : undefined;
}

/** The sentence for a run that has not ended: when it last said something, and whether that is too long ago. */
export function runningSentence(state: RunState, stalledFor: number | undefined): string {
  if (stalledFor === undefined) return `The run has not ended; its last event is of ${state.last.timestamp}.`;
  return `The run has not ended, but it has been silent for more than ${duration(stalledFor)}: its last event is of ${state.last.timestamp}. It may have stalled.`;
}
