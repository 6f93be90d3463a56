/** What the run was told of the confirmations that cite it: the open ones, and how the latest one ended. */
export const confirmations = `
CREATE TABLE told_confirmations (
  phase TEXT PRIMARY KEY CHECK (phase IN ('open', 'closed')),
  notice TEXT NOT NULL
) WITHOUT ROWID;
`;
