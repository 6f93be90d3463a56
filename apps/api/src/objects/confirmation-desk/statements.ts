import { type ConfirmationEvent, ConfirmationState, deadlineOf, statusAt } from "@operator/confirmation";
import type { ConfirmationStatus } from "@operator/contract";
import * as z from "zod";

const stateJson = z.string().transform((json) => ConfirmationState.parse(JSON.parse(json)));

/** A confirmation as it is kept; what is derived from its state is derived again whenever it is written. */
const DeskRow = z.object({
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

/** A step that is durable here and on its way into the tenant's log: what a confirmation becomes, and the records of it. */
export interface Step {
  number: number;
  row: DeskRow | undefined;
  events: ConfirmationEvent[];
}

const StepRow = z.object({
  number: z.number(),
  confirmation: z
    .string()
    .transform((json) => DeskRow.extend({ state: ConfirmationState }).parse(JSON.parse(json)))
    .nullable(),
  events: z.string().transform((json) => JSON.parse(json) as ConfirmationEvent[]),
});

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

export function pendingOf(sql: SqlStorage, proposer: string, now: number): number {
  const rows = sql.exec(
    "SELECT COUNT(*) AS count FROM confirmations WHERE status = 'pending' AND deadline > ? AND proposer = ?",
    now,
    proposer,
  );
  return Count.parse(rows.one()).count;
}

export function nextNumber(sql: SqlStorage): number {
  return Count.parse(sql.exec("SELECT COALESCE(MAX(number), 0) + 1 AS count FROM confirmations").one()).count;
}

/** Open confirmations about an agent's policy. */
export function openOfAgent(sql: SqlStorage, agent: string): string[] {
  const rows = sql.exec<{ confirmation_id: string }>(
    "SELECT confirmation_id FROM confirmations WHERE agent = ? AND status IN ('pending', 'approved')",
    agent,
  );
  return [...rows].map((row) => row.confirmation_id);
}

/** Confirmations that time has ended. */
export function overdue(sql: SqlStorage, now: number): string[] {
  const rows = sql.exec<{ confirmation_id: string }>(
    "SELECT confirmation_id FROM confirmations WHERE status IN ('pending', 'approved') AND deadline <= ?",
    now,
  );
  return [...rows].map((row) => row.confirmation_id);
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
    `INSERT OR REPLACE INTO confirmations (${COLUMNS}, status, deadline, proposer, agent)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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

/** Notes a step before it is entered into the tenant's log, and answers its number. */
export function insertStep(sql: SqlStorage, row: DeskRow | undefined, events: readonly ConfirmationEvent[]): number {
  const rows = sql.exec<{ number: number }>(
    "INSERT INTO steps (confirmation, events) VALUES (?, ?) RETURNING number",
    row === undefined ? null : JSON.stringify(row),
    JSON.stringify(events),
  );
  return rows.one().number;
}

export function readSteps(sql: SqlStorage): Step[] {
  return [...sql.exec("SELECT number, confirmation, events FROM steps ORDER BY number")].map((row) => {
    const { number, confirmation, events } = StepRow.parse(row);
    return { number, row: confirmation ?? undefined, events };
  });
}

export function deleteStep(sql: SqlStorage, number: number): void {
  sql.exec("DELETE FROM steps WHERE number = ?", number);
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

/** A run that is to be told what became of a confirmation about it. */
const NoticeRow = z.object({ run_id: z.string(), confirmation_id: z.string() });

export function insertNotice(sql: SqlStorage, runId: string, confirmationId: string): void {
  sql.exec("INSERT OR IGNORE INTO notices (run_id, confirmation_id) VALUES (?, ?)", runId, confirmationId);
}

export function readNotices(sql: SqlStorage): z.infer<typeof NoticeRow>[] {
  return [...sql.exec("SELECT run_id, confirmation_id FROM notices")].map((row) => NoticeRow.parse(row));
}

export function deleteNotice(sql: SqlStorage, runId: string, confirmationId: string): void {
  sql.exec("DELETE FROM notices WHERE run_id = ? AND confirmation_id = ?", runId, confirmationId);
}

export function readTenant(sql: SqlStorage): string | undefined {
  const [row] = sql.exec("SELECT tenant_id FROM tenant").toArray();
  return row === undefined ? undefined : z.object({ tenant_id: z.string() }).parse(row).tenant_id;
}

export function writeTenant(sql: SqlStorage, tenant: string): void {
  sql.exec("INSERT OR IGNORE INTO tenant (id, tenant_id) VALUES (1, ?)", tenant);
}
