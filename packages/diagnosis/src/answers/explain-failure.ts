import { type ExplainFailureResponse, SCHEMA_VERSION } from "@operator/contract";
import { diagnose } from "../causes/diagnose.ts";
import type { RunState } from "../fold/state.ts";
import { evidenceOf, excerptsOf } from "./evidence.ts";

/** The answer of explainFailure, for a run that has failed. */
export function explainFailure(runId: string, state: RunState): ExplainFailureResponse {
  const diagnosis = diagnose(state);
  const excerpts = excerptsOf(diagnosis);
  return {
    schema_version: SCHEMA_VERSION,
    run_id: runId,
    error_category: diagnosis.category,
    root_cause: diagnosis.rootCause,
    ...(excerpts.length > 0 ? { redacted_excerpts: excerpts } : {}),
    evidence_refs: evidenceOf(runId, state, diagnosis),
    next_action: diagnosis.nextAction,
  };
}
