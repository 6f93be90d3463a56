import { type PreviousRun, RunState } from "@operator/diagnosis";
import * as z from "zod";
import type { EventIds, SourceLinks } from "./append-request.ts";

const bytes = z.instanceof(ArrayBuffer).transform((buffer): Uint8Array => new Uint8Array(buffer));

const PreviousRunRow = z.object({
  runId: z.string(),
  signature: z.object({ failure: z.string(), setup: z.string() }).exactOptional(),
});

const RunRow = z.object({
  tenant: z.string(),
  run_id: z.string(),
  next_seq: z.number(),
  head: bytes,
  max_span_ms: z.number(),
  fold: z.string().transform((json) => RunState.parse(JSON.parse(json))),
  indexed_events: z.number(),
  previous_runs: z.string().transform((json) => z.array(PreviousRunRow).parse(JSON.parse(json))),
  logged_seq: z.number(),
});
/** The run: where its log ends, and its fold. */
export type RunRow = z.infer<typeof RunRow>;

const SegmentRow = z.object({
  first_seq: z.number(),
  count: z.number(),
  min_at: z.number(),
  max_at: z.number(),
  digest: bytes,
  head: bytes,
  body: bytes,
  last_record_hash: z.string().nullable().exactOptional(),
});
/**
 * A block of canonical records, one a line, in its place. Of a block whose records were purged the body is empty, and the
 * `record_hash` of its last record is kept, which the next record follows.
 */
export type SegmentRow = z.infer<typeof SegmentRow>;

const SourceLinkRow = z.object({
  source_seq: z.number(),
  seq: z.number(),
  record_hash: z.string(),
  prev_hash: z.string(),
});
export type SourceLinkRow = z.infer<typeof SourceLinkRow>;

const EventIdRow = z.object({ event_id: z.string(), seq: z.number() });
const RequestRow = z.object({
  digest: bytes,
  first_seq: z.number(),
  known: z.string().transform((json) => z.array(z.number()).parse(JSON.parse(json))),
});
/** A request that was stored: where its new events begin, and which of its events were known before. */
export type RequestRow = z.infer<typeof RequestRow>;

export function readRun(sql: SqlStorage): RunRow | undefined {
  const [row] = sql.exec("SELECT * FROM run WHERE id = 1").toArray();
  return row === undefined ? undefined : RunRow.parse(row);
}

export function writeRun(sql: SqlStorage, run: RunRow): void {
  sql.exec(
    `INSERT INTO run (id, tenant, run_id, next_seq, head, max_span_ms, fold, indexed_events, previous_runs, logged_seq)
     VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET next_seq = excluded.next_seq, head = excluded.head, max_span_ms = excluded.max_span_ms,
       fold = excluded.fold, indexed_events = excluded.indexed_events, previous_runs = excluded.previous_runs,
       logged_seq = excluded.logged_seq`,
    run.tenant,
    run.run_id,
    run.next_seq,
    run.head,
    run.max_span_ms,
    JSON.stringify(run.fold),
    run.indexed_events,
    JSON.stringify(run.previous_runs),
    run.logged_seq,
  );
}

/** Notes what the index knows of the run, and what it said of the runs before it. */
export function writeIndexed(sql: SqlStorage, events: number, previousRuns: readonly PreviousRun[]): void {
  sql.exec("UPDATE run SET indexed_events = ?, previous_runs = ? WHERE id = 1", events, JSON.stringify(previousRuns));
}

/** Notes how much of the run the log of its tenant covers. */
export function writeLogged(sql: SqlStorage, seq: number): void {
  sql.exec("UPDATE run SET logged_seq = ? WHERE id = 1", seq);
}

export function insertSegment(sql: SqlStorage, segment: SegmentRow): void {
  sql.exec(
    "INSERT INTO segments (first_seq, count, min_at, max_at, digest, head, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
    segment.first_seq,
    segment.count,
    segment.min_at,
    segment.max_at,
    segment.digest,
    segment.head,
    segment.body,
  );
}

/** Segments that may hold events behind a position, in order of their earliest event. */
export function* segmentsAfter(
  sql: SqlStorage,
  position: { at: number; seq: number },
  maxSpanMs: number,
): Generator<SegmentRow> {
  const rows = sql.exec(
    `SELECT * FROM segments WHERE min_at >= ? AND (max_at > ? OR (max_at = ? AND first_seq + count > ?))
     ORDER BY min_at, first_seq`,
    position.at - maxSpanMs,
    position.at,
    position.at,
    position.seq,
  );
  for (const row of rows) yield SegmentRow.parse(row);
}

/** All segments, in the order of the log. */
export function* segmentsInOrder(sql: SqlStorage): Generator<SegmentRow> {
  for (const row of sql.exec("SELECT * FROM segments ORDER BY first_seq")) yield SegmentRow.parse(row);
}

/** Segments from the one that begins at a position, or the first behind it, in the order of the log. */
export function* segmentsFrom(sql: SqlStorage, firstSeq: number): Generator<SegmentRow> {
  const rows = sql.exec("SELECT * FROM segments WHERE first_seq >= ? ORDER BY first_seq", firstSeq);
  for (const row of rows) yield SegmentRow.parse(row);
}

/** The segment that holds an event. */
export function segmentOf(sql: SqlStorage, seq: number): SegmentRow | undefined {
  const [row] = sql.exec("SELECT * FROM segments WHERE first_seq <= ? ORDER BY first_seq DESC LIMIT 1", seq).toArray();
  const segment = row === undefined ? undefined : SegmentRow.parse(row);
  return segment !== undefined && seq < segment.first_seq + segment.count ? segment : undefined;
}

/** The positions of the events of these ids that are stored. */
export function seqsOfEventIds(sql: SqlStorage, ids: EventIds): Map<string, number> {
  const rows = sql.exec(
    "SELECT event_id, seq FROM event_ids WHERE event_id IN (SELECT value ->> 1 FROM json_each(?))",
    JSON.stringify(ids),
  );
  return new Map([...rows].map((row) => EventIdRow.parse(row)).map(({ event_id, seq }) => [event_id, seq]));
}

export function insertEventIds(sql: SqlStorage, ids: readonly [eventId: string, seq: number][]): void {
  sql.exec(
    "INSERT INTO event_ids (event_id, seq) SELECT value ->> 0, value ->> 1 FROM json_each(?)",
    JSON.stringify(ids),
  );
}

/** The stored links of these source positions and of their neighbours, by source position. */
export function linksAround(sql: SqlStorage, links: SourceLinks): Map<number, SourceLinkRow> {
  const wanted = new Set(links.flatMap(([, { seq }]) => [seq - 1, seq, seq + 1]));
  const rows = sql.exec(
    "SELECT source_seq, seq, record_hash, prev_hash FROM source_links WHERE source_seq IN (SELECT value FROM json_each(?))",
    JSON.stringify([...wanted]),
  );
  return new Map([...rows].map((row) => SourceLinkRow.parse(row)).map((row) => [row.source_seq, row]));
}

/** The source links of events at positions of a range. */
export function linksOf(sql: SqlStorage, first: number, last: number): SourceLinkRow[] {
  const rows = sql.exec("SELECT * FROM source_links WHERE seq BETWEEN ? AND ? ORDER BY seq", first, last);
  return [...rows].map((row) => SourceLinkRow.parse(row));
}

export function insertLinks(sql: SqlStorage, links: readonly SourceLinkRow[]): void {
  sql.exec(
    `INSERT INTO source_links (source_seq, seq, record_hash, prev_hash)
     SELECT value ->> 'source_seq', value ->> 'seq', value ->> 'record_hash', value ->> 'prev_hash' FROM json_each(?)`,
    JSON.stringify(links),
  );
}

export function readRequest(sql: SqlStorage, key: string): RequestRow | undefined {
  const [row] = sql.exec("SELECT digest, first_seq, known FROM requests WHERE request_key = ?", key).toArray();
  return row === undefined ? undefined : RequestRow.parse(row);
}

export function insertRequest(sql: SqlStorage, key: string, request: RequestRow): void {
  sql.exec(
    "INSERT INTO requests (request_key, digest, first_seq, known) VALUES (?, ?, ?, ?)",
    key,
    request.digest,
    request.first_seq,
    JSON.stringify(request.known),
  );
}
