import * as z from "zod";
import { defineOperation } from "../operation.ts";
import { RunParams } from "../run-id.ts";
import { ExplainFailureResponse } from "../types/explain-failure-response.ts";

/** Why a failed run failed. Source: operator contract, ExplainFailure. */
export const explainFailure = defineOperation({
  name: "explainFailure",
  method: "GET",
  path: "/v1/runs/{run_id}/failure",
  scope: "runs:read",
  authority: "cached",
  summary: "Explain why a run failed",
  description:
    "One error category, one root cause, redacted excerpts, evidence and one next action. A run that has not failed answers 409 `run_not_failed` with its status.",
  params: RunParams,
  query: z.strictObject({}),
  status: 200,
  output: ExplainFailureResponse,
  problems: ["run_not_found", "run_not_failed"],
  repeatable: true,
  example: {
    params: { run_id: "run_01J9Z0NOMODULE" },
    output: {
      schema_version: "1.0.0",
      run_id: "run_01J9Z0NOMODULE",
      error_category: "dependency_conflict",
      root_cause: 'The Python module "requests" is not installed in the agent\'s environment.',
      redacted_excerpts: [
        { source: "stderr", start_line: 4, end_line: 4, content: "ModuleNotFoundError: No module named 'requests'" },
      ],
      evidence_refs: [
        { type: "audit_seq", ref: "2", detail: "failure_context" },
        { type: "run_id", ref: "run_01J9Z0NOMODULE" },
      ],
      next_action: "install_dependency",
    },
  },
});
