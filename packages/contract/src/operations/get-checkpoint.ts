import * as z from "zod";
import { Checkpoint, EXAMPLE_CHECKPOINT } from "../audit-log.ts";
import { defineOperation } from "../operation.ts";

/** The signed state of the tenant's log. Source: design, section 8. */
export const getCheckpoint = defineOperation({
  name: "getCheckpoint",
  method: "GET",
  path: "/v1/audit/checkpoint",
  scope: "audit:read",
  authority: "cached",
  summary: "Get a checkpoint of the log",
  description:
    "The size and the root of the tenant's log, signed as a C2SP note with a key of `getPublicKeys`. A size is signed once: asked again, it is the same note. Keep it: `getConsistency` proves later that nothing before it was changed.",
  params: z.strictObject({}),
  query: z.strictObject({}),
  status: 200,
  output: Checkpoint,
  problems: [],
  repeatable: true,
  example: { output: EXAMPLE_CHECKPOINT },
});
