import { type NextActionResponse, SCHEMA_VERSION } from "@operator/contract";
import { auditRefs, diagnose, runRef } from "../diagnose.ts";
import type { RunState } from "../fold/state.ts";
import { quote } from "../text.ts";
import { explainFailure } from "./explain-failure.ts";
import { statusOf } from "./summarize-run.ts";

/** Why nothing of the enum but `ask_user` fits a run that has not failed. */
function withoutFailure(state: RunState): string {
  switch (state.end?.status) {
    case "completed":
      return "The run completed; there is nothing to repair.";
    case "stopped": {
      const reason = state.end.reason === undefined ? "" : ` (${quote(state.end.reason)})`;
      return `The run was stopped before it ended by itself${reason}; whether to start it again is for a person to say.`;
    }
    default:
      return `The run has not ended; its last event is of ${state.last.timestamp}. No action is due before it ends.`;
  }
}

/** The answer of nextAction for one run. */
export function nextAction(runId: string, state: RunState): NextActionResponse {
  if (statusOf(state) === "failed") {
    const diagnosis = diagnose(state);
    const { evidence_refs } = explainFailure(runId, state);
    return {
      schema_version: SCHEMA_VERSION,
      run_id: runId,
      next_action: diagnosis.nextAction,
      rationale: diagnosis.rootCause,
      evidence_refs,
    };
  }
  const marks = state.end === undefined ? [{ seq: state.last.seq, event_type: "last event" }] : [state.end];
  return {
    schema_version: SCHEMA_VERSION,
    run_id: runId,
    next_action: "ask_user",
    rationale: withoutFailure(state),
    evidence_refs: [...auditRefs(marks), runRef(runId)],
  };
}

/** The answer of nextAction for a project in which no agent's latest run has failed. */
export function nothingToRepair(): NextActionResponse {
  return {
    schema_version: SCHEMA_VERSION,
    next_action: "ask_user",
    rationale: "No agent's latest run has failed; there is nothing to repair.",
  };
}

/**
 * The answer of nextAction for a project: that of the run that failed last, with the run as evidence. Positions in that
 * run's log are left out, because without a run they name nothing.
 */
export function nextProjectAction(
  run: NextActionResponse & { run_id: string },
  agent: string | undefined,
): NextActionResponse {
  const whose = agent === undefined ? "The latest run" : `The latest run of agent ${quote(agent)}`;
  return {
    schema_version: SCHEMA_VERSION,
    next_action: run.next_action,
    rationale: `${whose} failed. ${run.rationale}`,
    evidence_refs: [runRef(run.run_id)],
  };
}
