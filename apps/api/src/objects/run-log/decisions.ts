import type { RunEvent, RunState } from "@operator/diagnosis";
import {
  DECISION_EVENTS,
  goesTo,
  type Observation,
  type ObservedRun,
  observationOf,
  tallyDecisions,
} from "@operator/policy";
import * as statements from "./statements.ts";
import { eventOf, linesOf, typeOf } from "./stored-events.ts";

/** A decision in its place in the run's log. */
export interface PlacedObservation extends Observation {
  seq: number;
  at: number;
  event_type: string;
}

const DECISIONS: ReadonlySet<string> = new Set(DECISION_EVENTS);

/** The events of the log that report a decision; only these are parsed, a segment at a time. */
function* decisionEvents(sql: SqlStorage): Generator<RunEvent> {
  for (const segment of statements.segmentsInOrder(sql)) {
    for (const [index, line] of linesOf(segment.body).entries()) {
      if (DECISIONS.has(typeOf(line))) yield eventOf(line, segment.first_seq + index);
    }
  }
}

/** The decisions of the run, counted. Reads the whole log. */
export function decisionsOf(sql: SqlStorage): ObservedRun {
  return tallyDecisions(decisionEvents(sql));
}

function placed(event: RunEvent): PlacedObservation | undefined {
  const observed = observationOf(event);
  return observed === undefined
    ? undefined
    : { ...observed, seq: event.seq, at: event.at, event_type: event.event_type };
}

/** The decision at a position; `undefined` where there is no event, or one that reports none. */
export function observationAt(sql: SqlStorage, seq: number): PlacedObservation | undefined {
  const segment = statements.segmentOf(sql, seq);
  const line = segment === undefined ? undefined : linesOf(segment.body)[seq - segment.first_seq];
  return line === undefined ? undefined : placed(eventOf(line, seq));
}

/** The denials that the fold remembers. */
export function rememberedDenials(sql: SqlStorage, fold: RunState): PlacedObservation[] {
  const seqs = new Set([...fold.first_denials, ...fold.latest_denials].map(({ seq }) => seq));
  return [...seqs].flatMap((seq) => observationAt(sql, seq) ?? []);
}

/** The latest denial to a destination that the runtime stated, by the events' own times. Reads the whole log. */
export function latestDenialTo(sql: SqlStorage, destination: string): PlacedObservation | undefined {
  let latest: PlacedObservation | undefined;
  for (const event of decisionEvents(sql)) {
    if (latest !== undefined && event.at < latest.at) continue;
    const observed = placed(event);
    if (observed?.effect !== "deny" || observed.claimed || observed.action === undefined) continue;
    if (goesTo(observed.action, destination)) latest = observed;
  }
  return latest;
}
