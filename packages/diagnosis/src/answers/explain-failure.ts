import { type ExplainFailureResponse, limits, SCHEMA_VERSION } from "@operator/contract";
import { auditRefs, diagnose, runRef } from "../diagnose.ts";
import type { Excerpt, RunState } from "../fold/state.ts";

function distinct(excerpts: readonly Excerpt[]): Excerpt[] {
  return [...new Map(excerpts.map((excerpt) => [excerpt.content, excerpt])).values()];
}

/** The answer of explainFailure, for a run that has failed. */
export function explainFailure(runId: string, state: RunState): ExplainFailureResponse {
  const diagnosis = diagnose(state);
  const denials =
    diagnosis.category === "policy_denied"
      ? state.denials.flatMap((denial) => denial.seqs.map((seq) => ({ seq, event_type: "policy denial" })))
      : [];
  const excerpts = distinct(diagnosis.findings.flatMap(({ excerpt }) => (excerpt === undefined ? [] : [excerpt])));
  const marks = [...diagnosis.findings, ...denials.slice(0, 10), ...(state.end === undefined ? [] : [state.end])];
  return {
    schema_version: SCHEMA_VERSION,
    run_id: runId,
    error_category: diagnosis.category,
    root_cause: diagnosis.rootCause,
    ...(excerpts.length > 0 ? { redacted_excerpts: excerpts.slice(0, limits.MAX_EXCERPTS) } : {}),
    evidence_refs: [...auditRefs(marks), runRef(runId)],
    next_action: diagnosis.nextAction,
  };
}
