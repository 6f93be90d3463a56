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

/** Every stored line begins with its time, which has no character that JSON would escape. */
const TIME_START = '{"timestamp":"'.length;

function timeOf(line: string): number {
  return parseRfc3339(line.slice(TIME_START, line.indexOf('"', TIME_START))) ?? 0;
}

/** In canonical form the type follows the time. A type that needs escapes is none that anybody asks for. */
export function typeOf(line: string): string {
  const start = line.indexOf('","event_type":"', TIME_START) + '","event_type":"'.length;
  return line.slice(start, line.indexOf('"', start));
}

interface PlacedLine extends TimelinePosition {
  line: string;
}

function byTime(a: TimelinePosition, b: TimelinePosition): number {
  return a.at - b.at || a.seq - b.seq;
}

/**
 * The first `count` events behind a position, in order of time. Segments come in order of their earliest event, so that
 * reading ends when no further segment can hold one of them. Only the events of the page are parsed.
 */
export function eventsAfter(segments: Iterable<SegmentRow>, position: TimelinePosition, count: number): RunEvent[] {
  let page: PlacedLine[] = [];
  for (const segment of segments) {
    const last = page[count - 1];
    if (last !== undefined && byTime({ at: segment.min_at, seq: segment.first_seq }, last) > 0) break;
    const lines = linesOf(segment.body).map((line, index) => ({
      line,
      at: timeOf(line),
      seq: segment.first_seq + index,
    }));
    page.push(...lines.filter((line) => byTime(line, position) > 0));
    page = page.sort(byTime).slice(0, count);
  }
  return page.map(({ line, seq }) => eventOf(line, seq));
}
