/** What was attached to the run: the event that says so, and where its content is. */
export const attachments = `
CREATE TABLE attachments (
  seq INTEGER PRIMARY KEY,
  digest TEXT NOT NULL,
  name TEXT NOT NULL,
  blob TEXT NOT NULL
);
CREATE INDEX attachments_by_digest ON attachments (digest);
`;
