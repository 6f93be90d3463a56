import { RunStatus } from "@operator/contract";
import * as z from "zod";
import { Mark } from "./mark.ts";
import { Report } from "./report.ts";

/** A report of a denied action: the first or the latest of its actor. */
const Denial = z.object({
  ...Mark.shape,
  event_type: z.string(),
  actor: z.string(),
  kind: z.enum(["egress", "tool"]),
  /** What was denied: a destination, an MCP server and tool, or an action in words. */
  target: z.string(),
  method: z.string().optional(),
  rule: z.string().optional(),
  reason: z.string().optional(),
  span: z.string().optional(),
});
export type Denial = z.infer<typeof Denial>;

/** The first use of a credential for a host. */
const Credential = z.object({ ...Mark.shape, id: z.string(), host: z.string().optional() });
export type Credential = z.infer<typeof Credential>;

/** The latest answer of a host, as the gateway or the harness saw it. */
const Upstream = z.object({
  ...Mark.shape,
  host: z.string(),
  status: z.number(),
  credential: z.string().optional(),
});
export type Upstream = z.infer<typeof Upstream>;

/** The event that ended the run. */
const End = z.object({
  ...Mark.shape,
  event_type: z.string(),
  status: RunStatus.exclude(["running"]),
  exit_code: z.number().optional(),
  reason: z.string().optional(),
  /** Who asked for the end. */
  by: z.string().optional(),
});
export type End = z.infer<typeof End>;

/** What the runtime says of the agent when it starts a run. */
const Agent = z.object({
  ...Mark.shape,
  name: z.string(),
  version: z.string().optional(),
  policy: z.string().optional(),
});

/**
 * All that the answers need to know of a run, at most `MAX_FOLD_BYTES` however long the run is. States of two parts of a
 * run merge into the state of both, in any order. But for `events`, `first` and `last`, all of it was stated by the runtime.
 */
export const RunState = z.object({
  events: z.number(),
  /** The earliest and the latest event, whoever stated it. */
  first: Mark,
  last: Mark,
  /** The earliest event that says that the run started. */
  start: Mark.optional(),
  agent: Agent.optional(),
  /** The earliest event that shows that the agent's own code ran. */
  worker: Mark.optional(),
  /** The latest invocation that completed: what failed before it did not end the run. */
  success: Mark.optional(),
  invocations: z.number(),
  /** The earliest event that ended the run: a later one changes nothing. */
  end: End.optional(),
  /** The first reports of denied actions, one an actor, and the latest ones. */
  first_denials: z.array(Denial),
  latest_denials: z.array(Denial),
  /** The smallest hashes of the targets of all denials: their number is the number of distinct denied actions. */
  denied: z.array(z.number()),
  credentials: z.array(Credential),
  upstreams: z.array(Upstream),
  /** Events that are failures by their type, the first and the latest of each type. */
  first_incidents: z.array(Report),
  latest_incidents: z.array(Report),
  /** Failed invocations and their contexts. */
  first_failures: z.array(Report),
  latest_failures: z.array(Report),
  /** The first events that ended the run, with what they say of the cause. */
  endings: z.array(Report),
  /** What attached logs show. Runs that were stored before there were any have none. */
  attached: z.array(Report).default([]),
});
export type RunState = z.infer<typeof RunState>;
