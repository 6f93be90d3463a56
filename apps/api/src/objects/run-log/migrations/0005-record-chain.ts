/** Hashes of records at some ends of segments, so that reading the record chain need not begin at its first record. */
export const recordChain = `
CREATE TABLE record_hashes (
  seq INTEGER PRIMARY KEY,
  record_hash TEXT NOT NULL
);
`;
