import { SUBJECT } from "../subject.ts";

/** Finds what the log says of a confirmation, or of a run besides its heads, which are found by their keys. */
export const subjects = `CREATE INDEX leaves_by_subject ON leaves (${SUBJECT}) WHERE kind <> 'run_head'`;
