import { readdirSync, readFileSync } from "node:fs";
import { ErrorCategory, NextAction, parseRfc3339, RunStatus } from "@operator/contract";
import * as z from "zod";
import type { RunEvent } from "../src/index.ts";

const Event = z.strictObject({
  timestamp: z.string(),
  event_type: z.string(),
  actor: z.string(),
  payload: z.custom<RunEvent["payload"]>((value) => typeof value === "object" && value !== null),
});

/** A whole run, in the order in which its events arrived, and what its answers must say. */
const Fixture = z.strictObject({
  title: z.string(),
  run_id: z.string(),
  /** True when much happens in the run that did not cause its failure. */
  noisy: z.boolean(),
  events: z.array(Event).min(1),
  expect: z.strictObject({
    status: RunStatus,
    error_category: ErrorCategory.optional(),
    next_action: NextAction,
    /** A part of the root cause, or of the rationale of a run that has not failed. */
    root_cause: z.string(),
    /** Positions that the evidence must name. */
    cites: z.array(z.number()),
    policy_denials: z.number().optional(),
    invocations: z.number().optional(),
  }),
});

export interface LabelledRun {
  name: string;
  category: string;
  noisy: boolean;
  runId: string;
  events: RunEvent[];
  expect: z.infer<typeof Fixture>["expect"];
}

const FOLDER = new URL("../fixtures/", import.meta.url);

function read(category: string, file: string): LabelledRun {
  const json: unknown = JSON.parse(readFileSync(new URL(`${category}/${file}`, FOLDER), "utf8"));
  const fixture = Fixture.parse(json);
  const events = fixture.events.map((event, index) => ({
    seq: index + 1,
    at: parseRfc3339(event.timestamp) ?? Number.NaN,
    ...event,
  }));
  const { run_id: runId, noisy, expect } = fixture;
  return { name: file.replace(".json", ""), category, noisy, runId, events, expect };
}

/** Every labelled run. */
export function labelledRuns(): LabelledRun[] {
  return readdirSync(FOLDER).flatMap((category) =>
    readdirSync(new URL(`${category}/`, FOLDER)).map((file) => read(category, file)),
  );
}
