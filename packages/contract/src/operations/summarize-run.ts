import * as z from "zod";
import { defineOperation } from "../operation.ts";
import { RunParams } from "../run-id.ts";
import { SummarizeRunResponse } from "../types/summarize-run-response.ts";

/** How a run went. Source: operator contract, SummarizeRun. */
export const summarizeRun = defineOperation({
  name: "summarizeRun",
  method: "GET",
  path: "/v1/runs/{run_id}/summary",
  scope: "runs:read",
  authority: "cached",
  summary: "Summarize a run",
  description: "Status, times, counters and one sentence on how the run went, with evidence.",
  params: RunParams,
  query: z.strictObject({}),
  status: 200,
  output: SummarizeRunResponse,
  problems: ["run_not_found"],
  repeatable: true,
  example: {
    params: { run_id: "run_01J9Z0NOMODULE" },
    output: {
      schema_version: "1.0.0",
      run_id: "run_01J9Z0NOMODULE",
      status: "failed",
      exit_code: 1,
      started_at: "2026-07-02T09:05:00.000Z",
      finished_at: "2026-07-02T09:05:00.950Z",
      duration_ms: 950,
      summary: 'Run of "invoice-chaser" failed after 950 ms: dependency_conflict.',
      error_category: "dependency_conflict",
      evidence_refs: [{ type: "run_id", ref: "run_01J9Z0NOMODULE" }],
    },
  },
});
