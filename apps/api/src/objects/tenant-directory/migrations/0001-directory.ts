/** A tenant, who may act in it with which keys, and the index of its runs. */
export const directory = `
CREATE TABLE tenant (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  tenant_id TEXT NOT NULL,
  created_at INTEGER NOT NULL
);
CREATE TABLE principals (
  principal_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE keys (
  number INTEGER PRIMARY KEY,
  key_id TEXT NOT NULL UNIQUE,
  key_hash TEXT NOT NULL UNIQUE,
  principal_id TEXT NOT NULL REFERENCES principals (principal_id),
  scopes TEXT NOT NULL,
  actors TEXT NOT NULL,
  relays_other_actors INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER
);
CREATE TABLE runs (
  run_id TEXT PRIMARY KEY,
  agent TEXT,
  status TEXT NOT NULL,
  error_category TEXT,
  started_at REAL NOT NULL,
  last_event_at REAL NOT NULL,
  events INTEGER NOT NULL,
  failure TEXT,
  item TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX runs_by_start ON runs (started_at, run_id);
CREATE INDEX runs_by_status ON runs (status, last_event_at);
CREATE INDEX runs_by_agent ON runs (agent, started_at, run_id);
`;
