/** The log of a tenant: its leaves, the nodes above them that are complete, and the checkpoints that were signed. */
export const tree = `
CREATE TABLE leaves (
  leaf_index INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  dedupe_key TEXT NOT NULL,
  at INTEGER NOT NULL,
  entry BLOB NOT NULL,
  hash BLOB NOT NULL,
  UNIQUE (kind, dedupe_key)
);
CREATE TABLE nodes (
  level INTEGER NOT NULL CHECK (level > 0),
  node_index INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (level, node_index)
) WITHOUT ROWID;
CREATE TABLE checkpoints (
  size INTEGER PRIMARY KEY,
  root BLOB NOT NULL,
  note TEXT NOT NULL,
  signed_at INTEGER NOT NULL
);
`;
