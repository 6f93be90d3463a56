import * as z from "zod";
import { SchemaVersion } from "./schema-version.ts";
import { TimelineEvent } from "./timeline-event.ts";

/**
 * The events of a run in order of time. The next page is in the `Link` header, because the body is the contract's.
 * Source: operator contract, `GetRunTimelineResponse`.
 */
export const GetRunTimelineResponse = z
  .strictObject({
    schema_version: SchemaVersion,
    run_id: z.string().min(1),
    events: z.array(TimelineEvent).describe("The earliest first; an empty list is written as one."),
  })
  .meta({ id: "GetRunTimelineResponse", description: "The events of a run in order of time." });
export type GetRunTimelineResponse = z.infer<typeof GetRunTimelineResponse>;
