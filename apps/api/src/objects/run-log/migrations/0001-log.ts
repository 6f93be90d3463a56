/** The log of a run: its segments, its head with the fold, and what makes a repeated event known. */
export const log = `
CREATE TABLE run (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  tenant TEXT NOT NULL,
  run_id TEXT NOT NULL,
  next_seq INTEGER NOT NULL,
  head BLOB NOT NULL,
  max_span_ms REAL NOT NULL,
  fold TEXT NOT NULL,
  indexed_events INTEGER NOT NULL,
  previous_runs TEXT NOT NULL
);
CREATE TABLE segments (
  first_seq INTEGER PRIMARY KEY,
  count INTEGER NOT NULL,
  min_at REAL NOT NULL,
  max_at REAL NOT NULL,
  digest BLOB NOT NULL,
  head BLOB NOT NULL,
  body BLOB NOT NULL
);
CREATE INDEX segments_by_time ON segments (min_at);
CREATE TABLE event_ids (
  event_id TEXT PRIMARY KEY,
  seq INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE source_links (
  source_seq INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL,
  record_hash TEXT NOT NULL,
  prev_hash TEXT NOT NULL
);
CREATE TABLE requests (
  request_key TEXT PRIMARY KEY,
  digest BLOB NOT NULL,
  first_seq INTEGER NOT NULL,
  known TEXT NOT NULL
) WITHOUT ROWID;
`;
