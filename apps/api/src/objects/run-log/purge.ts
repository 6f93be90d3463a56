import { canonicalRecord, recordHash } from "@operator/audit";
import { foldEvents, purgeState, type RunEvent } from "@operator/diagnosis";
import { sha256 } from "../../adapters/sha256.ts";
import type { RunLogPorts } from "../../ports.ts";
import { purgeEntry } from "../audit-log/entry.ts";
import { forgetNames, partsAfter } from "./attachments.ts";
import * as purges from "./purge-statements.ts";
import { scrub } from "./scrub.ts";
import * as statements from "./statements.ts";
import { eventOf, linesOf } from "./stored-events.ts";

/** A purge that people approved and the tenant's directory let begin. */
export interface PurgeRequest {
  confirmationId: string;
  /** The last position that goes: where a segment ends, because people were shown the whole run. */
  through: number;
  /** When it began, in milliseconds since 1970: the same however often it is carried on. */
  at: number;
}

/** What people are shown of a run that is to be purged. */
export interface PurgeFacts {
  lastSeq: number;
  /** The last position whose record is gone already; 0 where all are there. */
  purgedThrough: number;
  /** Times of the earliest and the latest event, RFC 3339. */
  from: string;
  to: string;
}

type Run = Pick<statements.RunRow, "fold">;

/** The last position whose record is gone; 0 where all are there. */
export function purgedThrough({ fold }: Run): number {
  return fold.purged?.through ?? 0;
}

/** True when the record at this position was purged. */
export function isPurged(run: Run, seq: number): boolean {
  return seq <= purgedThrough(run);
}

export function purgeFacts(run: statements.RunRow): PurgeFacts {
  const { first, last } = run.fold;
  return { lastSeq: run.next_seq - 1, purgedThrough: purgedThrough(run), from: first.timestamp, to: last.timestamp };
}

/** The hash of a segment's last record, chained to the record before it. */
function hashThrough(segment: statements.SegmentRow, prevHash: string): string {
  return linesOf(segment.body).reduce(
    (hash, line, index) => recordHash(canonicalRecord(line, segment.first_seq + index, hash), sha256),
    prevHash,
  );
}

/** Takes the records out of the segments through a position, and leaves where the chain goes on behind them. */
function emptySegments(sql: SqlStorage, through: number): void {
  let prevHash = "";
  for (const { first_seq, last_record_hash } of purges.linksThrough(sql, through)) {
    const segment = last_record_hash === null ? statements.segmentOf(sql, first_seq) : undefined;
    prevHash = last_record_hash ?? (segment === undefined ? prevHash : hashThrough(segment, prevHash));
    if (segment !== undefined) purges.emptySegment(sql, first_seq, prevHash);
  }
}

/** The events whose records are there. */
function* storedEvents(sql: SqlStorage): Generator<RunEvent> {
  for (const { first_seq, body } of statements.segmentsInOrder(sql)) {
    for (const [index, line] of linesOf(body).entries()) yield eventOf(line, first_seq + index);
  }
}

/** Purges the records of a run in its tables. Call inside a transaction. Answers the run as it is then. */
function purgeTables(sql: SqlStorage, run: statements.RunRow, request: PurgeRequest): statements.RunRow {
  const { confirmationId: confirmation_id, at } = request;
  const through = Math.max(request.through, purgedThrough(run));
  const most_bytes = sql.databaseSize;
  emptySegments(sql, through);
  forgetNames(sql, through);
  const rest = foldEvents(storedEvents(sql));
  const after = { ...run, fold: purgeState(run.fold, { through, at, confirmation_id }, rest) };
  statements.writeRun(sql, after);
  purges.insertPurge(sql, { confirmation_id, through, at, most_bytes });
  return after;
}

/** The log of the run that is purged, as far as a purge sees it. */
interface PurgedLog {
  storage: DurableObjectStorage;
  ports: RunLogPorts;
  /** The run as it is now: it may go on while something is awaited. */
  run(): statements.RunRow | undefined;
  /** Called with the run as it is after its records are gone. */
  changed(run: statements.RunRow): void;
}

/**
 * Purges a run: first the tenant's log says so, then the records go, then what was attached to them and what was derived
 * from them. Whatever interrupts it, it is called again: each part is done once, and none is left out. What the chain, the
 * proofs and repeated events need stays.
 */
export async function purgeRun({ storage, ports, run, changed }: PurgedLog, request: PurgeRequest): Promise<void> {
  const { sql } = storage;
  const first = run();
  if (first === undefined) throw new Error("a run without events cannot be purged");
  const { tenant, run_id } = first;
  if (purges.readPurge(sql, request.confirmationId) === undefined) {
    await ports.auditLog.append(tenant, [purgeEntry(run_id, request)]);
    changed(storage.transactionSync(() => purgeTables(sql, run() ?? first, request)));
  }
  const purge = purges.readPurge(sql, request.confirmationId);
  if (purge === undefined || purge.is_done) return;
  const mostBytes = await scrub(storage, purge.most_bytes);
  const folder = `${tenant}/runs/${run_id}`;
  const kept = [...partsAfter(sql, purge.through)].map((digest) => `${folder}/${digest}`);
  await Promise.all([
    // Also what a crash left of uploads; one that goes on fails, and has not been answered.
    ports.blobs.deleteUnder(`${folder}/`, new Set(kept)),
    ports.evidenceCache.deleteUnder(`${folder}/`),
  ]);
  purges.writeDone(sql, request.confirmationId, mostBytes);
}
