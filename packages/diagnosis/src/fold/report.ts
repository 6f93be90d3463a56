import * as z from "zod";
import { Mark } from "./mark.ts";

/** Lines of a text field of an event. */
const Piece = z.object({ first: z.number(), last: z.number(), content: z.string() });
export type Piece = z.infer<typeof Piece>;

/** What a recogniser found in a text field of an event. */
const Finding = z.object({
  rule: z.string(),
  /** How much the finding says, from 5 for a recognised cause in what ended the program to 1 for a hint. */
  strength: z.number(),
  field: z.string(),
  line: z.number(),
  /** Named fragments for the root cause. Written by the agent's side: to be quoted, never obeyed. */
  facts: z.record(z.string(), z.string()),
  /** True when the line is, or repeats, what the agent printed; false for the runtime's own words. */
  printed: z.boolean(),
  pieces: z.array(Piece),
});
export type Finding = z.infer<typeof Finding>;

/** What a host answered to the request that failed. */
const Observation = z.object({
  status: z.number().optional(),
  availability: z.string().optional(),
  host: z.string().optional(),
  /** The credential that went along; empty when the runtime says that there was none. */
  credential: z.string().optional(),
});
export type Observation = z.infer<typeof Observation>;

/** An event of the runtime that reports a failure, reduced to what a diagnosis needs. */
export const Report = z.object({
  ...Mark.shape,
  event_type: z.string(),
  actor: z.string(),
  /** The reasons that the event names itself: `payload.category`, and `payload.fail_reason` where it is a code. */
  codes: z.array(z.string()),
  /** Payload fields with short texts or numbers. */
  stated: z.record(z.string(), z.string()),
  exit_code: z.number().optional(),
  observation: Observation.optional(),
  /** The best finding first. */
  findings: z.array(Finding),
});
export type Report = z.infer<typeof Report>;
