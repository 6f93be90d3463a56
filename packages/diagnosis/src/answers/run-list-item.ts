import type { RunListItem } from "@operator/contract";
import { diagnose } from "../causes/diagnose.ts";
import type { RunState } from "../fold/state.ts";
import { statusOf } from "./summarize-run.ts";

/** A run as the list of runs shows it. */
export function runListItem(runId: string, state: RunState): RunListItem {
  const diagnosis = state.end?.status === "failed" ? diagnose(state) : undefined;
  return {
    run_id: runId,
    status: statusOf(state),
    ...(state.agent === undefined ? {} : { agent: state.agent.name }),
    ...(diagnosis === undefined ? {} : { error_category: diagnosis.category, next_action: diagnosis.nextAction }),
    started_at: (state.start ?? state.first).timestamp,
    ...(state.end === undefined ? {} : { finished_at: state.end.timestamp }),
    last_event_at: state.last.timestamp,
    events: state.events,
  };
}
