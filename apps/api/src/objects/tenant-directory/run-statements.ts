import { RunListItem } from "@operator/contract";
import type { FailureSignature, PreviousRun } from "@operator/diagnosis";
import * as z from "zod";

/** A run as its log publishes it; times in milliseconds since 1970. */
export interface RunEntry {
  item: RunListItem;
  startedAt: number;
  lastEventAt: number;
  /** What makes its failure the same as another run's; absent for a run that has not failed. */
  failure?: FailureSignature | undefined;
}

export interface RunFilter {
  status?: string | undefined;
  errorCategory?: string | undefined;
  agent?: string | undefined;
}

/** Where a page of runs begins: behind the run that started at this instant. */
export interface RunPosition {
  startedAt: number;
  runId: string;
}

const RunRow = z.object({
  started_at: z.number(),
  item: z.string().transform((json) => RunListItem.parse(JSON.parse(json))),
});

const flag = z.number().transform((value) => value === 1);
const ListedRow = RunRow.extend({ purged: flag, held: flag });

/** Enters a run, or brings its entry up to date; an entry that knows of more events is never replaced by an older one. */
export function upsertRun(sql: SqlStorage, { item, startedAt, lastEventAt, failure }: RunEntry): void {
  sql.exec(
    `INSERT INTO runs (run_id, agent, status, error_category, started_at, last_event_at, events, failure, item)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (run_id) DO UPDATE SET agent = excluded.agent, status = excluded.status,
       error_category = excluded.error_category, started_at = excluded.started_at,
       last_event_at = excluded.last_event_at, events = excluded.events, failure = excluded.failure,
       item = excluded.item
     WHERE excluded.events >= runs.events`,
    item.run_id,
    item.agent ?? null,
    item.status,
    item.error_category ?? null,
    startedAt,
    lastEventAt,
    item.events,
    failure === undefined ? null : JSON.stringify(failure),
    JSON.stringify(item),
  );
}

/** Runs that pass the filter, the latest start first, behind `after`. */
export function runsAfter(
  sql: SqlStorage,
  filter: RunFilter,
  after: RunPosition | undefined,
  count: number,
): { item: RunListItem; position: RunPosition }[] {
  const conditions: [condition: string, value: string | number][] = [];
  if (filter.status !== undefined) conditions.push(["status = ?", filter.status]);
  if (filter.errorCategory !== undefined) conditions.push(["error_category = ?", filter.errorCategory]);
  if (filter.agent !== undefined) conditions.push(["agent = ?", filter.agent]);
  const values = conditions.map(([, value]) => value);
  const clauses = conditions.map(([condition]) => condition);
  if (after !== undefined) {
    clauses.push("(started_at, run_id) < (?, ?)");
    values.push(after.startedAt, after.runId);
  }
  const where = clauses.length > 0 ? `WHERE ${clauses.join(" AND ")}` : "";
  const rows = sql.exec(
    `SELECT started_at, item, COALESCE(through, 0) >= events AS purged, COALESCE(held, 0) AS held
     FROM runs LEFT JOIN purged_runs USING (run_id) LEFT JOIN legal_holds USING (run_id) ${where} ORDER BY started_at DESC, run_id DESC LIMIT ?`,
    ...values,
    count,
  );
  return [...rows].map((row) => {
    const { item: indexed, started_at, purged, held } = ListedRow.parse(row);
    const item = { ...indexed, ...(purged && { purged }), ...(held && { legal_hold: held }) };
    return { item, position: { startedAt: started_at, runId: item.run_id } };
  });
}

const FailureRow = RunRow.extend({ last_event_at: z.number() });

/** A run that failed; `lastEventAt` in milliseconds since 1970. */
export interface LatestFailure {
  item: RunListItem;
  lastEventAt: number;
}

/** The run that failed last among those whose agent has not completed a run since: of one agent, or of all. */
export function latestFailure(sql: SqlStorage, agent: string | undefined): LatestFailure | undefined {
  const [row] = sql
    .exec(
      `SELECT started_at, last_event_at, item FROM runs AS failed
       WHERE status = 'failed' AND (?1 IS NULL OR agent = ?1) AND NOT EXISTS (
         SELECT 1 FROM runs AS later
         WHERE later.agent IS failed.agent AND later.status = 'completed' AND later.started_at > failed.started_at)
       ORDER BY last_event_at DESC, run_id DESC LIMIT 1`,
      agent ?? null,
    )
    .toArray();
  if (row === undefined) return undefined;
  const { item, last_event_at } = FailureRow.parse(row);
  return { item, lastEventAt: last_event_at };
}

/** When an agent was last heard of in a run, in milliseconds since 1970; `undefined` when it has none. */
export function lastHeardOf(sql: SqlStorage, agent: string): number | undefined {
  const row = sql.exec("SELECT MAX(last_event_at) AS at FROM runs WHERE agent = ?", agent).one();
  return z.object({ at: z.number().nullable() }).parse(row).at ?? undefined;
}

const PreviousRow = z.object({ run_id: z.string(), failure: z.string().nullable() });
const Signature = z.object({ failure: z.string(), setup: z.string() });

/** How many runs back a repeated failure is looked for. */
const PREVIOUS_RUNS = 5;

/** The runs of the same agent that started before a run, the latest first. */
export function runsBefore(sql: SqlStorage, { item, startedAt }: RunEntry): PreviousRun[] {
  if (item.agent === undefined) return [];
  const rows = sql.exec(
    `SELECT run_id, failure FROM runs WHERE agent = ? AND (started_at, run_id) < (?, ?)
     ORDER BY started_at DESC, run_id DESC LIMIT ?`,
    item.agent,
    startedAt,
    item.run_id,
    PREVIOUS_RUNS,
  );
  return [...rows].map((row) => {
    const { run_id: runId, failure } = PreviousRow.parse(row);
    return failure === null ? { runId } : { runId, signature: Signature.parse(JSON.parse(failure)) };
  });
}
