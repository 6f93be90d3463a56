/** Which runs a confirmation cites: what it cites is frozen when it is proposed. */
export const citedRuns = `
CREATE TABLE cited_runs (
  run_id TEXT NOT NULL,
  confirmation_id TEXT NOT NULL,
  PRIMARY KEY (run_id, confirmation_id)
) WITHOUT ROWID;
INSERT OR IGNORE INTO cited_runs (run_id, confirmation_id)
  SELECT evidence.value ->> 'ref', confirmation_id
  FROM confirmations, json_each(confirmations.state, '$.candidate.evidence') AS evidence
  WHERE evidence.value ->> 'type' = 'run_id';
`;
