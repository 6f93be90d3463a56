import * as z from "zod";
import { DEFAULT_TIMELINE_PAGE, MAX_TIMELINE_PAGE } from "../limits.ts";
import { defineOperation } from "../operation.ts";
import { Cursor, pageLimit } from "../paging.ts";
import { RunParams } from "../run-id.ts";
import { GetRunTimelineResponse } from "../types/get-run-timeline-response.ts";

/** The events of a run in order of time. Source: operator contract, GetRunTimeline. */
export const getRunTimeline = defineOperation({
  name: "getRunTimeline",
  method: "GET",
  path: "/v1/runs/{run_id}/timeline",
  scope: "runs:read",
  authority: "cached",
  summary: "List the events of a run",
  description: "A page of the run's events in order of time. The `Link` header names the next page.",
  params: RunParams,
  query: z.strictObject({
    cursor: Cursor.optional(),
    limit: pageLimit(MAX_TIMELINE_PAGE, DEFAULT_TIMELINE_PAGE),
  }),
  status: 200,
  output: GetRunTimelineResponse,
  linksNextPage: true,
  problems: ["run_not_found", "evidence_purged", "invalid_cursor"],
  repeatable: true,
  example: {
    params: { run_id: "run_01J9Z0NOMODULE" },
    query: { limit: 1 },
    output: {
      schema_version: "1.0.0",
      run_id: "run_01J9Z0NOMODULE",
      events: [
        {
          timestamp: "2026-07-02T09:05:00.000Z",
          event_type: "run_start",
          audit_seq: 1,
          detail: 'Run of "invoice-chaser" started.',
          evidence_refs: [{ type: "audit_seq", ref: "1" }],
        },
      ],
    },
  },
});
