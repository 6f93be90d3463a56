import type { CompleteNode } from "@operator/audit";
import * as z from "zod";
import { headKey, type NewLeaf, RUN_HEAD } from "./entry.ts";
import { SUBJECT } from "./subject.ts";

const bytes = z.instanceof(ArrayBuffer).transform((buffer): Uint8Array => new Uint8Array(buffer));

const LeafRow = z.object({ leaf_index: z.number(), kind: z.string(), at: z.number(), entry: bytes });
/** A leaf with what it holds; the time is when it was appended, in milliseconds since 1970. */
export type LeafRow = z.infer<typeof LeafRow>;

const CheckpointRow = z.object({ size: z.number(), root: bytes, note: z.string(), signed_at: z.number() });
/** A checkpoint that was signed; the time in milliseconds since 1970. */
export type CheckpointRow = z.infer<typeof CheckpointRow>;

const IndexRow = z.object({ leaf_index: z.number() });
const HashRow = z.object({ hash: bytes });

/** How many leaves there are. */
export function readSize(sql: SqlStorage): number {
  const row = sql.exec("SELECT COALESCE(MAX(leaf_index) + 1, 0) AS size FROM leaves").one();
  return z.object({ size: z.number() }).parse(row).size;
}

/** The hash of a complete subtree; level 0 are the leaves. */
export function readNode(sql: SqlStorage, level: number, index: number): Uint8Array {
  const row =
    level === 0
      ? sql.exec("SELECT hash FROM leaves WHERE leaf_index = ?", index).one()
      : sql.exec("SELECT hash FROM nodes WHERE level = ? AND node_index = ?", level, index).one();
  return HashRow.parse(row).hash;
}

/** Where an entry of this kind and key is, if it is there. */
export function indexOfEntry(sql: SqlStorage, kind: string, dedupeKey: string): number | undefined {
  const [row] = sql.exec("SELECT leaf_index FROM leaves WHERE kind = ? AND dedupe_key = ?", kind, dedupeKey).toArray();
  return row === undefined ? undefined : IndexRow.parse(row).leaf_index;
}

export function insertLeaf(sql: SqlStorage, index: number, leaf: NewLeaf, at: number): void {
  sql.exec(
    "INSERT INTO leaves (leaf_index, kind, dedupe_key, at, entry, hash) VALUES (?, ?, ?, ?, ?, ?)",
    index,
    leaf.kind,
    leaf.dedupeKey,
    at,
    leaf.entry,
    leaf.hash,
  );
}

export function insertNode(sql: SqlStorage, { level, index, hash }: CompleteNode): void {
  sql.exec("INSERT INTO nodes (level, node_index, hash) VALUES (?, ?, ?)", level, index, hash);
}

export function leafAt(sql: SqlStorage, index: number): LeafRow | undefined {
  const [row] = sql.exec("SELECT leaf_index, kind, at, entry FROM leaves WHERE leaf_index = ?", index).toArray();
  return row === undefined ? undefined : LeafRow.parse(row);
}

/** Leaves from an index on, in order. */
export function leavesFrom(sql: SqlStorage, index: number, count: number): LeafRow[] {
  const rows = sql.exec(
    "SELECT leaf_index, kind, at, entry FROM leaves WHERE leaf_index >= ? ORDER BY leaf_index LIMIT ?",
    index,
    count,
  );
  return [...rows].map((row) => LeafRow.parse(row));
}

/** Leaves about one of these subjects below an index, behind another, in order; heads of runs are not among them. */
export function leavesAbout(
  sql: SqlStorage,
  subjects: readonly string[],
  { after, below, count }: { after: number; below: number; count: number },
): LeafRow[] {
  const rows = sql.exec(
    `SELECT leaf_index, kind, at, entry FROM leaves
     WHERE kind <> 'run_head' AND ${SUBJECT} IN (SELECT value FROM json_each(?)) AND leaf_index > ? AND leaf_index < ?
     ORDER BY leaf_index LIMIT ?`,
    JSON.stringify(subjects),
    after,
    below,
    count,
  );
  return [...rows].map((row) => LeafRow.parse(row));
}

/** The latest heads of a run that end before a position, in no order that counts. */
export function headsBefore(sql: SqlStorage, runId: string, nextSeq: number, count: number): LeafRow[] {
  const rows = sql.exec(
    `SELECT leaf_index, kind, at, entry FROM leaves WHERE kind = ? AND dedupe_key >= ? AND dedupe_key < ?
     ORDER BY dedupe_key DESC LIMIT ?`,
    RUN_HEAD,
    headKey(runId, 0),
    headKey(runId, nextSeq),
    count,
  );
  return [...rows].map((row) => LeafRow.parse(row));
}

/** The index of the first head of a run that covers a position, if one does. */
export function headCovering(sql: SqlStorage, runId: string, seq: number): number | undefined {
  const [row] = sql
    .exec(
      "SELECT leaf_index FROM leaves WHERE kind = ? AND dedupe_key > ? AND dedupe_key <= ? ORDER BY dedupe_key LIMIT 1",
      RUN_HEAD,
      headKey(runId, seq),
      headKey(runId, Number.MAX_SAFE_INTEGER),
    )
    .toArray();
  return row === undefined ? undefined : IndexRow.parse(row).leaf_index;
}

export function latestCheckpoint(sql: SqlStorage): CheckpointRow | undefined {
  const [row] = sql.exec("SELECT * FROM checkpoints ORDER BY size DESC LIMIT 1").toArray();
  return row === undefined ? undefined : CheckpointRow.parse(row);
}

/** The latest checkpoints below a size, the largest first. */
export function checkpointsBelow(sql: SqlStorage, size: number, count: number): CheckpointRow[] {
  const rows = sql.exec("SELECT * FROM checkpoints WHERE size < ? ORDER BY size DESC LIMIT ?", size, count);
  return [...rows].map((row) => CheckpointRow.parse(row));
}

/** Stores a checkpoint; a second one of its size is a bug, and fails. */
export function insertCheckpoint(sql: SqlStorage, { size, root, note, signed_at }: CheckpointRow): void {
  sql.exec("INSERT INTO checkpoints (size, root, note, signed_at) VALUES (?, ?, ?, ?)", size, root, note, signed_at);
}
