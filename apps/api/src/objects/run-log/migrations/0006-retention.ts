/** What was purged of the run, what overwrites it (empty but while that is done), and where the chain of its records goes on behind a segment whose records are gone. */
export const retention = `
ALTER TABLE segments ADD COLUMN last_record_hash TEXT;
CREATE TABLE purges (
  confirmation_id TEXT PRIMARY KEY,
  through INTEGER NOT NULL,
  at INTEGER NOT NULL,
  most_bytes INTEGER NOT NULL,
  is_done INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE purge_filler (
  id INTEGER PRIMARY KEY,
  zeros BLOB NOT NULL
);
`;
