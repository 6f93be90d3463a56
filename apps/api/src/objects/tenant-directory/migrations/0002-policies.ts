/** Policies of agents: every revision that was ever current, never changed. */
export const policies = `
CREATE TABLE policy_revisions (
  agent TEXT NOT NULL,
  revision INTEGER NOT NULL,
  digest TEXT NOT NULL,
  document_digest TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  confirmation_id TEXT,
  document TEXT NOT NULL,
  PRIMARY KEY (agent, revision)
);
CREATE INDEX policy_revisions_by_digest ON policy_revisions (agent, digest);
CREATE INDEX policy_revisions_by_document ON policy_revisions (agent, document_digest);
`;
