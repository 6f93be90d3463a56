import * as z from "zod";

/*
 * SQLite leaves what was deleted on the pages that it frees, and in the gaps of those that it keeps or uses again. A Durable
 * Object may neither set `secure_delete` nor `VACUUM`, so that the bytes are overwritten by hand:
 *
 *   1. the free pages are filled with zeros, by the rows of a table that is kept until they are on the disk;
 *   2. every table is written anew, on pages that are zeros by now, and what it leaves is filled with zeros as well;
 *   3. the zeros are freed.
 *
 * Each is a transaction of its own: SQLite does not write pages that are free again by its end. Indexes are dropped in the
 * first, so that their pages are zeros too when they are made again in the second; in between their definitions are kept
 * beside the zeros. A scrub that was interrupted is done again from the beginning.
 */

const FILLER = "purge_filler";

/**
 * Sizes of the filler's rows, the larger ones while there is much to fill. A row of such a size fills the page that it begins
 * on but for nine bytes (4061 bytes of it, and 4092 on each page behind), so that no gap keeps what was there before.
 * Source: SQLite file format, section 1.6, for pages of 4096 bytes; a row of a Durable Object ends at 2 MB.
 */
const ROW_BYTES = [255, 15].map((pages) => 4061 + 4092 * pages - 5);

/** Pages that are free for other reasons: the fold's size changes with every append. */
const MARGIN_BYTES = 256 * 1024;

const Definition = z.object({ name: z.string(), sql: z.string() });
type Definition = z.infer<typeof Definition>;

/** Our tables or indexes: not those of the platform and of SQLite itself. */
function definitionsOf(sql: SqlStorage, type: "table" | "index"): Definition[] {
  const rows = sql.exec(
    "SELECT name, sql FROM sqlite_master WHERE type = ? AND sql IS NOT NULL AND name NOT GLOB '_cf*' AND name NOT GLOB 'sqlite*'",
    type,
  );
  return [...rows].map((row) => Definition.parse(row));
}

/** Frees the zeros; definitions of indexes have positive ids. */
function clearFiller(sql: SqlStorage): void {
  sql.exec(`DELETE FROM ${FILLER} WHERE id < 0`);
}

function dropIndexes(sql: SqlStorage): void {
  for (const index of definitionsOf(sql, "index")) {
    sql.exec(`INSERT INTO ${FILLER} (zeros) VALUES (?)`, index.sql);
    sql.exec(`DROP INDEX ${index.name}`);
  }
}

function makeIndexes(sql: SqlStorage): void {
  for (const { zeros } of sql.exec(`SELECT zeros FROM ${FILLER} WHERE id > 0`).toArray()) sql.exec(String(zeros));
  sql.exec(`DELETE FROM ${FILLER} WHERE id > 0`);
}

/** Writes zeros until the tables take so much, which is when no page is free. */
function fill(sql: SqlStorage, bytes: number): void {
  // Negative ids take nine bytes each, whichever they are.
  for (let id = -1; sql.databaseSize < bytes; id--) {
    const left = bytes - sql.databaseSize;
    const size = ROW_BYTES.find((row) => row <= left) ?? ROW_BYTES.at(-1) ?? 0;
    sql.exec(`INSERT INTO ${FILLER} (id, zeros) VALUES (?, zeroblob(?))`, id, size);
  }
}

/** Writes all tables anew, with the same rows, and answers how much they took meanwhile. */
function rewriteTables(sql: SqlStorage): number {
  const tables = definitionsOf(sql, "table");
  const before = (name: string) => `${name}_before_purge`;
  for (const { name, sql: definition } of tables) {
    sql.exec(`ALTER TABLE ${name} RENAME TO ${before(name)}`);
    sql.exec(definition);
    sql.exec(`INSERT INTO ${name} SELECT * FROM ${before(name)}`);
  }
  makeIndexes(sql);
  const most = sql.databaseSize;
  // Not before everything is written: a page that is freed here may not be used again as it is.
  for (const { name } of tables) sql.exec(`DROP TABLE ${before(name)}`);
  return most;
}

/**
 * Overwrites what was deleted before, in a transaction that is over.
 *
 * @param mostBytes what the tables have ever taken, as far as it is known
 * @returns the same, afterwards
 */
export async function scrub(storage: DurableObjectStorage, mostBytes: number): Promise<number> {
  const { sql } = storage;
  storage.transactionSync(() => {
    clearFiller(sql);
    dropIndexes(sql);
    fill(sql, mostBytes + MARGIN_BYTES);
  });
  await storage.sync();
  const most = storage.transactionSync(() => {
    const filled = sql.databaseSize;
    clearFiller(sql);
    fill(sql, Math.max(filled, rewriteTables(sql)) + MARGIN_BYTES);
    return sql.databaseSize;
  });
  await storage.sync();
  storage.transactionSync(() => clearFiller(sql));
  return most;
}
