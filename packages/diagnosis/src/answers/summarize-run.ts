import {
  auditRefs,
  type EvidenceRef,
  namedRefs,
  quote,
  type RunStatus,
  runRef,
  SCHEMA_VERSION,
  type SummarizeRunResponse,
  verificationRef,
} from "@operator/contract";
import { diagnose } from "../causes/diagnose.ts";
import { MAX_COUNTED_DENIALS } from "../fold/limits.ts";
import { purgedSentence, stillStored } from "../fold/purge.ts";
import type { RunState } from "../fold/state.ts";
import { duration } from "../text/duration.ts";
import { runningSentence, stallOf } from "./stall.ts";

/** The status of a run. */
export function statusOf(state: RunState): RunStatus {
  return state.end?.status ?? "running";
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function figures(state: RunState): string {
  const denials = state.denied.length;
  const atLeast = denials === MAX_COUNTED_DENIALS ? "at least " : "";
  const parts = [
    ...(state.invocations > 0 ? [counted(state.invocations, "invocation", "invocations")] : []),
    ...(denials > 0 ? [`${atLeast}${counted(denials, "denied action", "denied actions")}`] : []),
  ];
  return parts.length > 0 ? ` It had ${parts.join(" and ")}.` : "";
}

function outcome(state: RunState, ms: number, stalled: number | undefined): string {
  const { end } = state;
  const run = state.agent === undefined ? "The run" : `The run of ${quote(state.agent.name)}`;
  const code = end?.exit_code ? ` with exit code ${end.exit_code}` : "";
  switch (end?.status) {
    case "completed":
      return `${run} completed after ${duration(ms)}${code}.`;
    case "failed":
      return `${run} failed after ${duration(ms)}${code} (${diagnose(state).category}).`;
    case "stopped": {
      const by = end.by === undefined ? "" : ` by ${quote(end.by)}`;
      return `${run} was stopped${by} after ${duration(ms)}${code}.`;
    }
    case undefined:
      return stalled === undefined
        ? `${run} has not ended; its last event was ${duration(ms)} after its start.`
        : runningSentence(state, stalled).replace("The run", run);
  }
}

function evidence(runId: string, state: RunState): EvidenceRef[] {
  const { end, start, first_denials } = state;
  const marks = [
    ...(start === undefined ? [] : [{ seq: start.seq, event_type: "start" }]),
    ...first_denials.slice(0, 5).map(({ seq, event_type }) => ({ seq, event_type })),
    ...(end === undefined ? [] : [end]),
  ];
  return [
    runRef(runId),
    ...auditRefs(stillStored(state, marks)),
    ...namedRefs(
      "policy_rule",
      first_denials.slice(0, 5).map(({ rule }) => rule),
    ),
    verificationRef(
      `/v1/runs/${runId}/summary`,
      state.purged === undefined
        ? "Gives the same figures from the stored events."
        : "Gives the same figures from what was kept of the events.",
    ),
  ];
}

/**
 * The answer of summarizeRun.
 *
 * @param now milliseconds since 1970; with it the summary tells of a run that has been silent for longer than its stall limit
 */
export function summarizeRun(
  runId: string,
  state: RunState,
  now?: number,
  stallLimitMs?: number,
): SummarizeRunResponse {
  const { end } = state;
  const started = state.start ?? state.first;
  // Instants may have a fraction below a millisecond.
  const ms = Math.max(0, Math.floor((end ?? state.last).at - started.at));
  const denials = state.denied.length;
  const gone = state.purged === undefined ? "" : ` ${purgedSentence(state.purged)}`;
  return {
    schema_version: SCHEMA_VERSION,
    run_id: runId,
    status: statusOf(state),
    ...(end?.exit_code ? { exit_code: end.exit_code } : {}),
    started_at: started.timestamp,
    ...(end === undefined ? {} : { finished_at: end.timestamp }),
    ...(end !== undefined && ms > 0 ? { duration_ms: ms } : {}),
    summary: `${outcome(state, ms, stallOf(state, now, stallLimitMs))}${figures(state)}${gone}`,
    ...(state.invocations > 0 ? { invocations: state.invocations } : {}),
    ...(denials > 0 ? { policy_denials: denials } : {}),
    ...(end?.status === "failed" ? { error_category: diagnose(state).category } : {}),
    evidence_refs: evidence(runId, state),
  };
}
