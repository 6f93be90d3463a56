import { type ConfirmationEvent, ConfirmationState } from "@operator/confirmation";
import type { JsonObject } from "@operator/contract";
import * as z from "zod";
import { DeskRow } from "./statements.ts";

/** A step that is durable here and on its way into the tenant's log: what a confirmation becomes, and the records of it. */
export interface Step {
  number: number;
  /** Names the step's records in the log, which knows them again by it. Random: a number might come again after a restore. */
  entryKey: string;
  row: DeskRow | undefined;
  events: readonly ConfirmationEvent[];
}

const json = z.string().transform((text): unknown => JSON.parse(text));

const Event = z.object({
  event_type: z.string().transform((type) => type as ConfirmationEvent["event_type"]),
  at: z.number(),
  actor: z.string(),
  payload: z.record(z.string(), z.unknown()).transform((payload) => payload as JsonObject),
});

const StepRow = z.object({
  number: z.number(),
  entry_key: z.string(),
  confirmation: json.pipe(DeskRow.extend({ state: ConfirmationState })).nullable(),
  events: json.pipe(z.array(Event)),
});

/** Notes a step before it is entered into the tenant's log, and answers its number. */
export function insertStep(sql: SqlStorage, { entryKey, row, events }: Omit<Step, "number">): number {
  const rows = sql.exec(
    `INSERT INTO steps (entry_key, confirmation_id, proposal_key, confirmation, events) VALUES (?, ?, ?, ?, ?)
     RETURNING number`,
    entryKey,
    row?.confirmation_id ?? null,
    row?.proposal_key ?? null,
    row === undefined ? null : JSON.stringify(row),
    JSON.stringify(events),
  );
  return z.object({ number: z.number() }).parse(rows.one()).number;
}

export function readStep(sql: SqlStorage, number: number): Step | undefined {
  const [row] = sql
    .exec("SELECT number, entry_key, confirmation, events FROM steps WHERE number = ?", number)
    .toArray();
  if (row === undefined) return undefined;
  const { entry_key: entryKey, confirmation, events } = StepRow.parse(row);
  return { number, entryKey, row: confirmation ?? undefined, events };
}

const StepSubject = z.object({
  number: z.number(),
  confirmation_id: z.string().nullable(),
  proposal_key: z.string().nullable(),
});
/** Which step it is, and which confirmation and proposal it is about where it changes one. */
export type StepSubject = z.infer<typeof StepSubject>;

/** The steps that there are, in order. */
export function stepSubjects(sql: SqlStorage): StepSubject[] {
  const rows = sql.exec("SELECT number, confirmation_id, proposal_key FROM steps ORDER BY number");
  return [...rows].map((row) => StepSubject.parse(row));
}

export function deleteStep(sql: SqlStorage, number: number): void {
  sql.exec("DELETE FROM steps WHERE number = ?", number);
}

const ReportCommand = z.object({
  kind: z.literal("report"),
  executor: z.string(),
  outcome: z.enum(["applied", "failed"]),
  detail: z.string().optional(),
});
type ReportCommand = z.infer<typeof ReportCommand>;

/** Notes a report whose policy is to be stored, so that both or neither come true. */
export function insertReport(sql: SqlStorage, id: string, command: ReportCommand): void {
  sql.exec("INSERT INTO reports (confirmation_id, command) VALUES (?, ?)", id, JSON.stringify(command));
}

export function readReport(sql: SqlStorage, id: string): ReportCommand | undefined {
  const [row] = sql.exec("SELECT command FROM reports WHERE confirmation_id = ?", id).toArray();
  return row === undefined ? undefined : z.object({ command: json.pipe(ReportCommand) }).parse(row).command;
}

export function deleteReport(sql: SqlStorage, id: string): void {
  sql.exec("DELETE FROM reports WHERE confirmation_id = ?", id);
}

const Run = z.object({ run_id: z.string() });

/** Notes that a run is to be told what became of a confirmation. */
export function insertNotice(sql: SqlStorage, runId: string, confirmationId: string): void {
  sql.exec("INSERT OR IGNORE INTO notices (run_id, confirmation_id) VALUES (?, ?)", runId, confirmationId);
}

/** The runs that are to be told of a confirmation. */
export function runsToTell(sql: SqlStorage, confirmationId: string): string[] {
  const rows = sql.exec("SELECT run_id FROM notices WHERE confirmation_id = ?", confirmationId);
  return [...rows].map((row) => Run.parse(row).run_id);
}

export function deleteNotice(sql: SqlStorage, runId: string, confirmationId: string): void {
  sql.exec("DELETE FROM notices WHERE run_id = ? AND confirmation_id = ?", runId, confirmationId);
}

/** The confirmations of which a report is unsettled or a run is to be told. */
export function behind(sql: SqlStorage): string[] {
  const rows = sql.exec("SELECT confirmation_id FROM reports UNION SELECT confirmation_id FROM notices");
  return [...rows].map((row) => z.object({ confirmation_id: z.string() }).parse(row).confirmation_id);
}

export function readTenant(sql: SqlStorage): string | undefined {
  const [row] = sql.exec("SELECT tenant_id FROM tenant").toArray();
  return row === undefined ? undefined : z.object({ tenant_id: z.string() }).parse(row).tenant_id;
}

export function writeTenant(sql: SqlStorage, tenant: string): void {
  sql.exec("INSERT OR IGNORE INTO tenant (id, tenant_id) VALUES (1, ?)", tenant);
}
