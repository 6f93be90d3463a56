import { auditRefs, type NextAction, type NextActionResponse, quote, runRef, SCHEMA_VERSION } from "@operator/contract";
import { sentenceOf } from "../causes/cause.ts";
import { type Diagnosis, diagnose, integrityDoubts } from "../causes/diagnose.ts";
import { doubts } from "../causes/stated.ts";
import { purgedSentence, stillStored } from "../fold/purge.ts";
import type { RunState } from "../fold/state.ts";
import { handoffRules } from "../rules/integrity.ts";
import { afterClosed, afterRepetition, withOpen } from "./circumstances.ts";
import { evidenceOf } from "./evidence.ts";
import type { NextActionContext } from "./next-action-context.ts";
import { runningSentence, stallOf } from "./stall.ts";
import { statusOf } from "./summarize-run.ts";

/** An action with the reason for it. */
export interface Advice {
  action: NextAction;
  rationale: string;
}

function adviceOnFailure(state: RunState, diagnosis: Diagnosis, context: NextActionContext): Advice {
  const advice = { action: diagnosis.nextAction, rationale: diagnosis.rootCause };
  const closed = afterClosed(state, advice, context.closedConfirmation);
  // A change was applied since: whatever happened before it is no repetition.
  if (closed !== undefined) return closed;
  return afterRepetition(state, advice, context.previousRuns);
}

/** Why hardly anything of the enum fits a run that has not failed. */
function adviceWithoutFailure(state: RunState, context: NextActionContext): Advice {
  const [doubt] = integrityDoubts(state);
  if (doubt !== undefined) return { action: doubt.rule.nextAction, rationale: sentenceOf(doubt) };
  const [handoff] = doubts(
    state.first_incidents,
    handoffRules.map(({ id }) => id),
  );
  if (handoff !== undefined) return { action: handoff.rule.nextAction, rationale: sentenceOf(handoff) };
  const gone = state.purged === undefined ? "" : ` ${purgedSentence(state.purged)}`;
  return { action: "ask_user", rationale: `${withoutFailure(state, context)}${gone}` };
}

function withoutFailure(state: RunState, { now, stallLimitMs }: NextActionContext): string {
  switch (state.end?.status) {
    case "completed":
      return "The run completed; there is nothing to repair.";
    case "stopped": {
      const by = state.end.by === undefined ? "" : ` by ${quote(state.end.by)}`;
      const reason = state.end.reason === undefined ? "" : ` (${quote(state.end.reason)})`;
      return `The run was stopped${by} before it ended by itself${reason}; whether to start it again is for a person to say.`;
    }
    default: {
      const stalled = stallOf(state, now, stallLimitMs);
      const due =
        stalled === undefined
          ? "No action is due before it ends."
          : "Whether to wait or to stop it is for a person to say.";
      return `${runningSentence(state, stalled)} ${due}`;
    }
  }
}

function marksOf(state: RunState): { seq: number; event_type: string }[] {
  const asides = state.first_incidents.map(({ seq, event_type }) => ({ seq, event_type }));
  if (asides.length > 0) return asides;
  return [state.end ?? { seq: state.last.seq, event_type: "last event" }];
}

/** The answer of nextAction for one run. */
export function nextAction(runId: string, state: RunState, context: NextActionContext = {}): NextActionResponse {
  const failed = statusOf(state) === "failed";
  const diagnosis = failed ? diagnose(state) : undefined;
  const advice =
    diagnosis === undefined ? adviceWithoutFailure(state, context) : adviceOnFailure(state, diagnosis, context);
  const { action, rationale, confirmation } = withOpen(advice, context.openConfirmation);
  return {
    schema_version: SCHEMA_VERSION,
    run_id: runId,
    next_action: action,
    rationale,
    evidence_refs:
      diagnosis === undefined
        ? [...auditRefs(stillStored(state, marksOf(state))), runRef(runId)]
        : evidenceOf(runId, state, diagnosis),
    ...(confirmation === undefined ? {} : { confirmation }),
  };
}
