import type { Observation, StoredEvent } from "./observation.ts";
import { observationOf } from "./observation.ts";

/** Equal decisions of one run, counted. */
export interface ObservedDecision extends Observation {
  count: number;
  /** Positions of the first and the latest events that report it, at most `MAX_SEQS`, ascending. */
  seqs: number[];
  /** Of the latest, in milliseconds since 1970. */
  last_at: number;
}

/** The decisions of a run. `complete` is false when there were more kinds of them than are kept. */
export interface ObservedRun {
  decisions: ObservedDecision[];
  complete: boolean;
}

/** Kinds of decisions of one run that are told apart: an agent that scans ports is cut, not stored. */
const MAX_KINDS = 1000;

/** Positions that are kept of each kind. */
const MAX_SEQS = 20;

/** Counts the decisions among the events of a run, which come in the order of the log. */
export function tallyDecisions(events: Iterable<StoredEvent>): ObservedRun {
  const kinds = new Map<string, ObservedDecision>();
  let complete = true;
  for (const event of events) {
    const observed = observationOf(event);
    if (observed === undefined) continue;
    const { reason, ...identity } = observed;
    const key = JSON.stringify(identity);
    const known = kinds.get(key);
    if (known !== undefined) {
      known.count += 1;
      if (known.seqs.length === MAX_SEQS) known.seqs.pop();
      known.seqs.push(event.seq);
      known.last_at = Math.max(known.last_at, event.at);
      if (reason !== undefined) known.reason = reason;
    } else if (kinds.size === MAX_KINDS) complete = false;
    else kinds.set(key, { ...observed, count: 1, seqs: [event.seq], last_at: event.at });
  }
  return { decisions: [...kinds.values()], complete };
}
