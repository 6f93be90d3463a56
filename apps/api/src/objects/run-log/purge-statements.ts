import * as z from "zod";

const PurgeRow = z.object({
  confirmation_id: z.string(),
  /** The last position whose record it took. */
  through: z.number(),
  /** Milliseconds since 1970. */
  at: z.number(),
  /** The most that the tables have taken, in bytes: what was deleted is somewhere on that many. */
  most_bytes: z.number(),
  /** True once everything that belonged to the records is gone too. */
  is_done: z.number().transform((flag) => flag === 1),
});
/** A purge of the run. */
export type PurgeRow = z.infer<typeof PurgeRow>;

export function readPurge(sql: SqlStorage, confirmationId: string): PurgeRow | undefined {
  const [row] = sql.exec("SELECT * FROM purges WHERE confirmation_id = ?", confirmationId).toArray();
  return row === undefined ? undefined : PurgeRow.parse(row);
}

/** Notes a purge; where the tables have taken more before, that much. */
export function insertPurge(sql: SqlStorage, purge: Omit<PurgeRow, "is_done">): void {
  sql.exec(
    `INSERT INTO purges (confirmation_id, through, at, most_bytes, is_done)
     VALUES (?, ?, ?, MAX(?, COALESCE((SELECT MAX(most_bytes) FROM purges), 0)), 0)`,
    purge.confirmation_id,
    purge.through,
    purge.at,
    purge.most_bytes,
  );
}

export function writeDone(sql: SqlStorage, confirmationId: string, mostBytes: number): void {
  sql.exec("UPDATE purges SET is_done = 1, most_bytes = ? WHERE confirmation_id = ?", mostBytes, confirmationId);
}

const LinkRow = z.object({ first_seq: z.number(), last_record_hash: z.string().nullable() });
/** A segment's place, and the hash of its last record where that was written down because its records are gone. */
type LinkRow = z.infer<typeof LinkRow>;

/** The segments that end at or before a position, in the order of the log. */
export function linksThrough(sql: SqlStorage, seq: number): LinkRow[] {
  const rows = sql.exec(
    "SELECT first_seq, last_record_hash FROM segments WHERE first_seq + count - 1 <= ? ORDER BY first_seq",
    seq,
  );
  return [...rows].map((row) => LinkRow.parse(row));
}

/** Takes the records out of a segment. Its digest, its head and its bounds stay. */
export function emptySegment(sql: SqlStorage, firstSeq: number, lastRecordHash: string): void {
  sql.exec("UPDATE segments SET body = x'', last_record_hash = ? WHERE first_seq = ?", lastRecordHash, firstSeq);
}
