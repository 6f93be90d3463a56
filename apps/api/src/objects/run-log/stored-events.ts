import { parseRfc3339 } from "@operator/contract";
import type { RunEvent } from "@operator/diagnosis";
import * as z from "zod";
import type { SegmentRow } from "./statements.ts";

/** A stored record, as far as answers read it. */
const StoredRecord = z.object({
  timestamp: z.string(),
  event_type: z.string(),
  actor: z.string(),
  payload: z.custom<RunEvent["payload"]>((value) => typeof value === "object" && value !== null),
});

const decoder = new TextDecoder();

/** The lines of a block of canonical records. */
export function linesOf(body: Uint8Array): string[] {
  return decoder.decode(body).split("\n").slice(0, -1);
}

/** A stored line as an event in its place. */
export function eventOf(line: string, seq: number): RunEvent {
  const { timestamp, event_type, actor, payload } = StoredRecord.parse(JSON.parse(line));
  return { seq, at: parseRfc3339(timestamp) ?? 0, timestamp, event_type, actor, payload };
}

/** Where a page of the timeline begins: behind the event at this instant and position. */
export interface TimelinePosition {
  at: number;
  seq: number;
}

function isAfter(event: TimelinePosition, position: TimelinePosition): boolean {
  return event.at > position.at || (event.at === position.at && event.seq > position.seq);
}

/**
 * The first `count` events behind a position, in order of time. Segments come in order of their earliest event, so that
 * reading ends when no further segment can hold one of them.
 */
export function eventsAfter(segments: Iterable<SegmentRow>, position: TimelinePosition, count: number): RunEvent[] {
  let page: RunEvent[] = [];
  for (const segment of segments) {
    const last = page[count - 1];
    if (last !== undefined && segment.min_at > last.at) break;
    const events = linesOf(segment.body).map((line, index) => eventOf(line, segment.first_seq + index));
    page.push(...events.filter((event) => isAfter(event, position)));
    page.sort((a, b) => a.at - b.at || a.seq - b.seq);
    page = page.slice(0, count);
  }
  return page;
}
