import * as z from "zod";

/*
 * SQLite leaves what was deleted on the pages that it frees, and in the gaps of those that it keeps. A Durable Object may
 * neither set `secure_delete` nor `VACUUM`, so that the bytes are overwritten by hand: the tables are written anew on other
 * pages, and the freed pages are filled with zeros by a table that is kept until it is on the disk. Dropping it in the same
 * transaction would not do: SQLite does not write pages that are free again by the end of it.
 */

/** Tables that hold, or held, what records say. */
const TABLES = ["segments", "run"] as const;

const FILLER = "purge_filler";

/** One row of zeros: a SQLite row of a Durable Object ends at 2 MB. */
const FILLER_ROW_BYTES = 1024 * 1024;

/** Pages that were free before, because the fold's size changes with every append, and the filler's own first pages. */
const MARGIN_BYTES = 256 * 1024;

const Definition = z.object({ name: z.string(), type: z.enum(["table", "index"]), sql: z.string() });

/** Writes a table with its indexes anew, with the same rows. */
function rewrite(sql: SqlStorage, table: string): void {
  const rows = sql.exec("SELECT name, type, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL", table);
  const definitions = [...rows].map((row) => Definition.parse(row));
  const indexes = definitions.filter(({ type }) => type === "index");
  const before = `${table}_before_purge`;
  sql.exec(`ALTER TABLE ${table} RENAME TO ${before}`);
  for (const { name } of indexes) sql.exec(`DROP INDEX ${name}`);
  for (const { type, sql: definition } of definitions) if (type === "table") sql.exec(definition);
  sql.exec(`INSERT INTO ${table} SELECT * FROM ${before}`);
  for (const { sql: definition } of indexes) sql.exec(definition);
  sql.exec(`DROP TABLE ${before}`);
}

/**
 * Overwrites what the deleted records left behind. Call inside the transaction that deleted them; `dropFiller` follows when
 * that is on the disk.
 *
 * @param bytesBefore the size of the database before they were deleted
 */
export function scrub(sql: SqlStorage, bytesBefore: number): void {
  for (const table of TABLES) rewrite(sql, table);
  dropFiller(sql);
  let left = Math.max(0, bytesBefore - sql.databaseSize) + MARGIN_BYTES;
  sql.exec(`CREATE TABLE ${FILLER} (zeros BLOB NOT NULL)`);
  for (; left > 0; left -= FILLER_ROW_BYTES) {
    sql.exec(`INSERT INTO ${FILLER} (zeros) VALUES (zeroblob(?))`, Math.min(left, FILLER_ROW_BYTES));
  }
}

/** Frees the zeros. */
export function dropFiller(sql: SqlStorage): void {
  sql.exec(`DROP TABLE IF EXISTS ${FILLER}`);
}
