/**
 * What an entry is about, in SQL: the confirmation of a record of the protocol, else the run that it names. An index is
 * only used by queries that repeat its expression, so that a migration and a statement share this one, and it stays.
 */
export const SUBJECT =
  "COALESCE(CAST(entry AS TEXT) ->> '$.body.payload.confirmation_id', CAST(entry AS TEXT) ->> '$.body.run_id')";
