import * as z from "zod";
import { Timestamp } from "./time.ts";

/** What a tenant's log says of a run: where its own log ended. The body of entries of the kind `run_head`. */
export const RunHead = z
  .strictObject({
    run_id: z.string().min(1),
    head: z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hex digits"),
    next_seq: z.int().min(2).describe("The position behind the last event that the head covers."),
    events: z.int().min(1),
    at: Timestamp.describe("When the head was entered."),
  })
  .meta({ id: "RunHead", description: "Where the log of a run ended." });
export type RunHead = z.infer<typeof RunHead>;
