/** Numbered, immutable steps from nothing to the current schema; a step that was released is never edited. */
export type Migrations = readonly string[];

/** True when the object has stored anything: an object that was only asked has no tables and stays without. */
export function isInitialised(sql: SqlStorage): boolean {
  return sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'").toArray().length > 0;
}

/** Brings the object's tables to the current schema. Call inside a transaction. */
export function migrate(sql: SqlStorage, migrations: Migrations): void {
  sql.exec("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY)");
  const [row] = sql
    .exec<{ version: number }>("SELECT COALESCE(MAX(version), 0) AS version FROM schema_version")
    .toArray();
  for (let version = row?.version ?? 0; version < migrations.length; version++) {
    sql.exec(migrations[version] ?? "");
    sql.exec("INSERT INTO schema_version (version) VALUES (?)", version + 1);
  }
}
