/** How the tenant organises its reviewers: one row, or none where nothing was set. */
export const review = `
CREATE TABLE review_rules (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  rules TEXT NOT NULL
);
`;
