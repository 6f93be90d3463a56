import type { LegalHold, Retention } from "@operator/contract";
import { limits } from "@operator/contract";
import * as z from "zod";

const timestamp = z.number().transform((at) => new Date(at).toISOString());

const RetentionRow = z.object({ days: z.number(), updated_at: timestamp });

/** How long the tenant keeps records; the default where it has not said. */
export function readRetention(sql: SqlStorage): Retention {
  const [row] = sql.exec("SELECT days, updated_at FROM retention WHERE id = 1").toArray();
  return row === undefined ? { days: limits.DEFAULT_RETENTION_DAYS } : RetentionRow.parse(row);
}

export function writeRetention(sql: SqlStorage, days: number, at: number): void {
  sql.exec("INSERT OR REPLACE INTO retention (id, days, updated_at) VALUES (1, ?, ?)", days, at);
}

const HoldRow = z.object({
  run_id: z.string(),
  held: z.number().transform((flag) => flag === 1),
  reason: z.string().nullable(),
  updated_at: timestamp,
  updated_by: z.string(),
});

/** Whether a run is held; `undefined` where nobody has ever held it. */
export function readHold(sql: SqlStorage, runId: string): LegalHold | undefined {
  const [row] = sql.exec("SELECT * FROM legal_holds WHERE run_id = ?", runId).toArray();
  if (row === undefined) return undefined;
  const { reason, ...hold } = HoldRow.parse(row);
  return reason === null ? hold : { ...hold, reason };
}

export interface NewHold {
  runId: string;
  held: boolean;
  /** Without secrets. */
  reason: string | undefined;
  at: number;
  /** A principal's id. */
  by: string;
}

export function writeHold(sql: SqlStorage, { runId, held, reason, at, by }: NewHold): void {
  sql.exec(
    "INSERT OR REPLACE INTO legal_holds (run_id, held, reason, updated_at, updated_by) VALUES (?, ?, ?, ?, ?)",
    runId,
    held ? 1 : 0,
    reason ?? null,
    at,
    by,
  );
}

const RunIdRow = z.object({ run_id: z.string() });

/** Those of some runs that are held. */
export function heldOf(sql: SqlStorage, runIds: readonly string[]): string[] {
  const rows = sql.exec(
    "SELECT run_id FROM legal_holds WHERE held = 1 AND run_id IN (SELECT value FROM json_each(?)) ORDER BY run_id",
    JSON.stringify(runIds),
  );
  return [...rows].map((row) => RunIdRow.parse(row).run_id);
}

/** When the purge of a confirmation was let begin; `undefined` where it was not. */
export function readClaim(sql: SqlStorage, confirmationId: string): number | undefined {
  const [row] = sql.exec("SELECT at FROM purge_claims WHERE confirmation_id = ?", confirmationId).toArray();
  return row === undefined ? undefined : z.object({ at: z.number() }).parse(row).at;
}

export function insertClaim(sql: SqlStorage, confirmationId: string, at: number): void {
  sql.exec("INSERT INTO purge_claims (confirmation_id, at) VALUES (?, ?)", confirmationId, at);
}

/** The last position of a run that a purge was let take; 0 where none was. */
export function purgedThrough(sql: SqlStorage, runId: string): number {
  const [row] = sql.exec("SELECT through FROM purged_runs WHERE run_id = ?", runId).toArray();
  return row === undefined ? 0 : z.object({ through: z.number() }).parse(row).through;
}

export function writePurged(sql: SqlStorage, runId: string, through: number): void {
  sql.exec("INSERT OR REPLACE INTO purged_runs (run_id, through) VALUES (?, ?)", runId, through);
}

/** Runs that last spoke before an instant, the longest silent first: those with records that no hold keeps. */
export function runsPast(sql: SqlStorage, instant: number, count: number): string[] {
  const rows = sql.exec(
    `SELECT run_id FROM runs LEFT JOIN purged_runs USING (run_id)
     WHERE last_event_at < ? AND COALESCE(through, 0) < events
       AND NOT EXISTS (SELECT 1 FROM legal_holds WHERE legal_holds.run_id = runs.run_id AND held = 1)
     ORDER BY last_event_at, run_id LIMIT ?`,
    instant,
    count,
  );
  return [...rows].map((row) => RunIdRow.parse(row).run_id);
}

/** Whose directory it is. */
export function readTenant(sql: SqlStorage): string {
  return z.object({ tenant_id: z.string() }).parse(sql.exec("SELECT tenant_id FROM tenant").one()).tenant_id;
}
