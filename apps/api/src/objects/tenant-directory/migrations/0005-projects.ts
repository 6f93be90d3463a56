/** The projects that were validated: which snapshots there are, and the latest validation of each project. */
export const projects = `
CREATE TABLE project_snapshots (
  digest TEXT PRIMARY KEY,
  project_dir TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE project_validations (
  project_dir TEXT PRIMARY KEY,
  agent TEXT,
  digest TEXT NOT NULL,
  validated_at INTEGER NOT NULL,
  ready INTEGER NOT NULL,
  issues TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX project_validations_by_agent ON project_validations (agent, validated_at);
`;
