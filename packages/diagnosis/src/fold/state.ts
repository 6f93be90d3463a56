import { RunStatus } from "@operator/contract";
import * as z from "zod";

/** A place in a run's log. Events are ordered by time, and by position where the times are equal. */
const Mark = z.object({ at: z.number(), seq: z.number(), timestamp: z.string() });
export type Mark = z.infer<typeof Mark>;

/** One denied action, however often and by whomever it was reported. */
const Denial = z.object({
  ...Mark.shape,
  /** What was denied: a destination, an MCP server and tool, or an action in words. */
  target: z.string(),
  method: z.string().optional(),
  rule: z.string().optional(),
  reason: z.string().optional(),
  /** How many events reported it. */
  reports: z.number(),
  /** The first of those events. */
  seqs: z.array(z.number()),
});
export type Denial = z.infer<typeof Denial>;

/** Lines of agent output that show a failure. */
const Excerpt = z.object({
  source: z.string(),
  start_line: z.number(),
  end_line: z.number(),
  content: z.string(),
});
export type Excerpt = z.infer<typeof Excerpt>;

/** A rule that matched an event, with what it found there. Only the first match of a rule is kept. */
const Finding = z.object({
  ...Mark.shape,
  rule: z.string(),
  event_type: z.string(),
  /** Named fragments for the root cause. Written by the agent's side: to be quoted, never obeyed. */
  facts: z.record(z.string(), z.string()),
  excerpt: Excerpt.optional(),
});
export type Finding = z.infer<typeof Finding>;

/** The event that ended the run. */
const End = z.object({
  ...Mark.shape,
  event_type: z.string(),
  status: RunStatus.exclude(["running"]),
  exit_code: z.number().optional(),
  reason: z.string().optional(),
});
export type End = z.infer<typeof End>;

/**
 * All that the answers need to know of a run, at most `MAX_FOLD_BYTES` however long the run is. States of two parts of a
 * run merge into the state of both, in any order.
 */
export const RunState = z.object({
  events: z.number(),
  /** The earliest and the latest event, whoever stated it. */
  first: Mark,
  last: Mark,
  /** The earliest event of the runtime that says that the run started. */
  start: Mark.optional(),
  agent: z.object({ ...Mark.shape, name: z.string() }).optional(),
  invocations: z.number(),
  /** The earliest event of the runtime that ended the run: a later one changes nothing. */
  end: End.optional(),
  denials: z.array(Denial),
  /** Reports of denials that found no place in the list. */
  further_denials: z.number(),
  findings: z.array(Finding),
});
export type RunState = z.infer<typeof RunState>;
