import * as z from "zod";
import { EXAMPLE_CHECKPOINT } from "../audit-log.ts";
import { defineOperation } from "../operation.ts";

/** The signed note of the tenant's log, as mirrors read it. Source: C2SP tlog-tiles, checkpoints. */
export const getLogCheckpoint = defineOperation({
  name: "getLogCheckpoint",
  method: "GET",
  path: "/v1/audit/log/checkpoint",
  scope: "audit:read",
  authority: "cached",
  summary: "Read the log's signed note",
  description:
    "The note that `getCheckpoint` has in `checkpoint`, as it is. Its path and those of `getLogTile` are laid out as C2SP tlog-tiles under `/v1/audit/log`, so that a mirror of such logs can follow this one.",
  params: z.strictObject({}),
  query: z.strictObject({}),
  status: 200,
  output: z.string(),
  streams: "text/plain",
  problems: [],
  repeatable: true,
  example: { output: EXAMPLE_CHECKPOINT.checkpoint },
});
