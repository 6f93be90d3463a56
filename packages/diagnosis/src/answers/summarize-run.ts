import { type RunStatus, SCHEMA_VERSION, type SummarizeRunResponse } from "@operator/contract";
import { auditRefs, diagnose, runRef } from "../diagnose.ts";
import type { RunState } from "../fold/state.ts";
import { duration, quote } from "../text.ts";

/** The status of a run. */
export function statusOf(state: RunState): RunStatus {
  return state.end?.status ?? "running";
}

function times(state: RunState): { started: RunState["first"]; ms: number } {
  const started = state.start ?? state.first;
  return { started, ms: Math.max(0, (state.end ?? state.last).at - started.at) };
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function sentence(state: RunState, ms: number): string {
  const { end } = state;
  const run = state.agent === undefined ? "The run" : `The run of ${quote(state.agent.name)}`;
  const code = end?.exit_code ? ` with exit code ${end.exit_code}` : "";
  const denials = state.denials.length + state.further_denials;
  const figures = [
    ...(state.invocations > 0 ? [counted(state.invocations, "invocation", "invocations")] : []),
    ...(denials > 0 ? [counted(denials, "policy denial", "policy denials")] : []),
  ];
  const tail = figures.length > 0 ? ` It had ${figures.join(" and ")}.` : "";
  switch (statusOf(state)) {
    case "completed":
      return `${run} completed after ${duration(ms)}${code}.${tail}`;
    case "failed":
      return `${run} failed after ${duration(ms)}${code} (${diagnose(state).category}).${tail}`;
    case "stopped":
      return `${run} was stopped after ${duration(ms)}${code}.${tail}`;
    case "running":
      return `${run} has not ended; its last event was ${duration(ms)} after its start.${tail}`;
  }
}

/** The answer of summarizeRun. */
export function summarizeRun(runId: string, state: RunState): SummarizeRunResponse {
  const { end, start } = state;
  const { started, ms } = times(state);
  const denials = state.denials.length + state.further_denials;
  const marks = [
    ...(start === undefined ? [] : [{ seq: start.seq, event_type: "start" }]),
    ...state.denials.slice(0, 5).map((denial) => ({ seq: denial.seq, event_type: "policy denial" })),
    ...(end === undefined ? [] : [end]),
  ];
  return {
    schema_version: SCHEMA_VERSION,
    run_id: runId,
    status: statusOf(state),
    ...(end?.exit_code ? { exit_code: end.exit_code } : {}),
    started_at: started.timestamp,
    ...(end === undefined ? {} : { finished_at: end.timestamp }),
    ...(end !== undefined && ms > 0 ? { duration_ms: ms } : {}),
    summary: sentence(state, ms),
    ...(state.invocations > 0 ? { invocations: state.invocations } : {}),
    ...(denials > 0 ? { policy_denials: denials } : {}),
    ...(end?.status === "failed" ? { error_category: diagnose(state).category } : {}),
    evidence_refs: [runRef(runId), ...auditRefs(marks)],
  };
}
