import { ConfirmationState, deadlineOf, statusAt } from "@operator/confirmation";
import type { ConfirmationStatus } from "@operator/contract";
import * as z from "zod";

const stateJson = z.string().transform((json) => ConfirmationState.parse(JSON.parse(json)));

/** A confirmation as it is kept; what is derived from its state is derived again whenever it is written. */
export const DeskRow = z.object({
  confirmation_id: z.string(),
  /** The order of proposals, from 1. */
  number: z.number(),
  /** Counts the changes of the state, from 1. */
  version: z.number(),
  proposal_key: z.string(),
  change_key: z.string(),
  /** Names the request that redeemed the grant, where it named itself. */
  grant_key: z.string().nullable(),
  /** Where the redemption stands in the tenant's log. */
  redeemed_at_index: z.number().nullable(),
  state: stateJson,
});
export type DeskRow = z.infer<typeof DeskRow>;

const COLUMNS = "confirmation_id, number, version, proposal_key, change_key, grant_key, redeemed_at_index, state";

function rowOf(rows: Record<string, SqlStorageValue>[]): DeskRow | undefined {
  const [row] = rows;
  return row === undefined ? undefined : DeskRow.parse(row);
}

export function readConfirmation(sql: SqlStorage, id: string): DeskRow | undefined {
  return rowOf(sql.exec(`SELECT ${COLUMNS} FROM confirmations WHERE confirmation_id = ?`, id).toArray());
}

/** The latest confirmation of the same proposal. */
export function latestOfProposal(sql: SqlStorage, key: string): DeskRow | undefined {
  return rowOf(
    sql.exec(`SELECT ${COLUMNS} FROM confirmations WHERE proposal_key = ? ORDER BY number DESC LIMIT 1`, key).toArray(),
  );
}

/** The declined confirmations of the same change. */
export function declinedOfChange(sql: SqlStorage, key: string): DeskRow[] {
  const rows = sql.exec(`SELECT ${COLUMNS} FROM confirmations WHERE change_key = ? AND status = 'declined'`, key);
  return [...rows].map((row) => DeskRow.parse(row));
}

const Count = z.object({ count: z.number() });
const Id = z.object({ confirmation_id: z.string() });

export function pendingOf(sql: SqlStorage, proposer: string, now: number): number {
  const rows = sql.exec(
    "SELECT COUNT(*) AS count FROM confirmations WHERE status = 'pending' AND deadline > ? AND proposer = ?",
    now,
    proposer,
  );
  return Count.parse(rows.one()).count;
}

/** The place of the next proposal, behind those that are still on their way into the tenant's log. */
export function nextNumber(sql: SqlStorage): number {
  const rows = sql.exec(
    `SELECT COALESCE(MAX(number), 0) + 1 AS count FROM (
       SELECT MAX(number) AS number FROM confirmations
       UNION ALL SELECT MAX(json_extract(confirmation, '$.number')) FROM steps)`,
  );
  return Count.parse(rows.one()).count;
}

/** Open confirmations about an agent's policy. */
export function openOfAgent(sql: SqlStorage, agent: string): string[] {
  const rows = sql.exec(
    "SELECT confirmation_id FROM confirmations WHERE agent = ? AND status IN ('pending', 'approved')",
    agent,
  );
  return [...rows].map((row) => Id.parse(row).confirmation_id);
}

/** Confirmations that time has ended. */
export function overdue(sql: SqlStorage, now: number): string[] {
  const rows = sql.exec(
    "SELECT confirmation_id FROM confirmations WHERE status IN ('pending', 'approved') AND deadline <= ?",
    now,
  );
  return [...rows].map((row) => Id.parse(row).confirmation_id);
}

/** When time will end the next one; `undefined` when it will end none. */
export function nextDeadline(sql: SqlStorage): number | undefined {
  const [row] = sql
    .exec("SELECT MIN(deadline) AS count FROM confirmations WHERE status IN ('pending', 'approved')")
    .toArray();
  return z.object({ count: z.number().nullable() }).parse(row).count ?? undefined;
}

export function writeConfirmation(sql: SqlStorage, row: DeskRow): void {
  const { state } = row;
  sql.exec(
    `INSERT INTO confirmations (${COLUMNS}, status, deadline, proposer, agent)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (confirmation_id) DO UPDATE SET version = excluded.version, grant_key = excluded.grant_key,
       redeemed_at_index = excluded.redeemed_at_index, state = excluded.state, status = excluded.status,
       deadline = excluded.deadline`,
    row.confirmation_id,
    row.number,
    row.version,
    row.proposal_key,
    row.change_key,
    row.grant_key,
    row.redeemed_at_index,
    JSON.stringify(state),
    state.status,
    deadlineOf(state) ?? null,
    state.candidate.proposer,
    state.candidate.agent ?? null,
  );
}

/** Notes that a confirmation cites a run. */
export function insertCitation(sql: SqlStorage, runId: string, confirmationId: string): void {
  sql.exec("INSERT OR IGNORE INTO cited_runs (run_id, confirmation_id) VALUES (?, ?)", runId, confirmationId);
}

const Citing = z.object({ confirmation_id: z.string(), redeemed_at_index: z.number().nullable() });
/** A confirmation that cites a run, and where the redemption of its grant stands in the tenant's log, if there was one. */
export type Citing = z.infer<typeof Citing>;

/** The confirmations that cite a run, in the order of proposals. */
export function confirmationsCiting(sql: SqlStorage, runId: string): Citing[] {
  const rows = sql.exec(
    `SELECT confirmation_id, redeemed_at_index FROM confirmations JOIN cited_runs USING (confirmation_id)
     WHERE run_id = ? ORDER BY number`,
    runId,
  );
  return [...rows].map((row) => Citing.parse(row));
}

/** Where a page of confirmations begins, and what it filters. */
export interface ListWanted {
  status: ConfirmationStatus | undefined;
  before: number;
  count: number;
}

/** Confirmations by the status that they have now, the latest first. */
export function confirmationsBefore(sql: SqlStorage, { status, before, count }: ListWanted, now: number): DeskRow[] {
  const [condition, values] = conditionOf(status, now);
  const rows = sql.exec(
    `SELECT ${COLUMNS} FROM confirmations WHERE number < ? AND ${condition} ORDER BY number DESC LIMIT ?`,
    before,
    ...values,
    count,
  );
  return [...rows]
    .map((row) => DeskRow.parse(row))
    .filter(({ state }) => status === undefined || statusAt(state, now) === status);
}

/** Time ends an open confirmation whether or not an alarm has run. */
function conditionOf(status: ConfirmationStatus | undefined, now: number): [string, (string | number)[]] {
  if (status === undefined) return ["TRUE", []];
  if (status === "expired")
    return ["(status = 'expired' OR (status IN ('pending', 'approved') AND deadline <= ?))", [now]];
  if (status === "pending" || status === "approved") return ["status = ? AND deadline > ?", [status, now]];
  return ["status = ?", [status]];
}
