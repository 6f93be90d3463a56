import * as z from "zod";
import { ErrorCategory } from "../enums/error-category.ts";
import { NextAction } from "../enums/next-action.ts";
import { RunStatus } from "../enums/run-status.ts";
import { DEFAULT_LIST_PAGE, MAX_LIST_PAGE } from "../limits.ts";
import { defineOperation } from "../operation.ts";
import { Cursor, pageLimit } from "../paging.ts";
import { Timestamp } from "../time.ts";
import { untrusted } from "../untrusted.ts";

/** A run as the list shows it. */
export const RunListItem = z
  .strictObject({
    run_id: z.string().min(1),
    status: RunStatus,
    agent: untrusted(z.string().min(1).optional().describe("Absent when no event of the runtime named it.")),
    error_category: ErrorCategory.optional(),
    next_action: NextAction.optional().describe("Present when the run has failed."),
    started_at: Timestamp,
    finished_at: Timestamp.optional(),
    last_event_at: Timestamp,
    events: z.int().min(1),
  })
  .meta({ id: "RunListItem", description: "A run in the list of runs." });
export type RunListItem = z.infer<typeof RunListItem>;

const RunList = z
  .strictObject({ items: z.array(RunListItem), next_cursor: z.string().min(1).optional() })
  .meta({ id: "RunList", description: "A page of runs, the latest start first." });

/** The tenant's runs, the latest start first. Source: design, section 3. */
export const listRuns = defineOperation({
  name: "listRuns",
  method: "GET",
  path: "/v1/runs",
  scope: "runs:read",
  authority: "cached",
  summary: "List runs",
  description:
    "The tenant's runs, the latest start first. A run shows up and changes its status here before the request that did it is answered; the other figures of a run that goes on may lag by a second.",
  params: z.strictObject({}),
  query: z.strictObject({
    status: RunStatus.optional(),
    error_category: ErrorCategory.optional(),
    agent: z.string().min(1).max(256).optional(),
    cursor: Cursor.optional(),
    limit: pageLimit(MAX_LIST_PAGE, DEFAULT_LIST_PAGE),
  }),
  status: 200,
  output: RunList,
  problems: ["invalid_cursor"],
  repeatable: true,
  example: {
    query: { status: "failed" },
    output: {
      items: [
        {
          run_id: "run_01J9Z0NOMODULE",
          status: "failed",
          agent: "invoice-chaser",
          error_category: "dependency_conflict",
          next_action: "install_dependency",
          started_at: "2026-07-02T09:05:00.000Z",
          finished_at: "2026-07-02T09:05:00.950Z",
          last_event_at: "2026-07-02T09:05:00.950Z",
          events: 3,
        },
      ],
    },
  },
});
