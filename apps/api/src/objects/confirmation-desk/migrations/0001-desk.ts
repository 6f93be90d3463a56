/** What people decide about, what is on its way into the tenant's log or into a policy, and what runs are to be told. */
export const desk = `
CREATE TABLE confirmations (
  confirmation_id TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  status TEXT NOT NULL,
  deadline INTEGER,
  proposer TEXT NOT NULL,
  agent TEXT,
  proposal_key TEXT NOT NULL,
  change_key TEXT NOT NULL,
  grant_key TEXT,
  redeemed_at_index INTEGER,
  state TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX confirmations_by_status ON confirmations (status, deadline);
CREATE INDEX confirmations_by_proposal ON confirmations (proposal_key, number);
CREATE INDEX confirmations_by_agent ON confirmations (agent, status);
CREATE INDEX confirmations_by_proposer ON confirmations (proposer, status, deadline);
CREATE INDEX confirmations_by_change ON confirmations (change_key, status);
CREATE TABLE steps (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  entry_key TEXT NOT NULL,
  confirmation_id TEXT,
  proposal_key TEXT,
  confirmation TEXT,
  events TEXT NOT NULL
);
CREATE TABLE reports (
  confirmation_id TEXT PRIMARY KEY,
  command TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE notices (
  run_id TEXT NOT NULL,
  confirmation_id TEXT NOT NULL,
  PRIMARY KEY (run_id, confirmation_id)
) WITHOUT ROWID;
CREATE TABLE tenant (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  tenant_id TEXT NOT NULL
);
`;
