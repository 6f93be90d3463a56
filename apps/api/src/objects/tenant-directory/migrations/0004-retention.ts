/** How long records of runs are kept, which runs are held whatever that says, and which purges were let begin. */
export const retention = `
CREATE TABLE retention (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  days INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);
CREATE TABLE legal_holds (
  run_id TEXT PRIMARY KEY,
  held INTEGER NOT NULL,
  reason TEXT,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE purge_claims (
  confirmation_id TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE purged_runs (
  run_id TEXT PRIMARY KEY,
  through INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX runs_by_last_event ON runs (last_event_at, run_id);
`;
