/** How much of the run the log of its tenant covers: the position behind the last event of the head that it has. */
export const loggedHead = "ALTER TABLE run ADD COLUMN logged_seq INTEGER NOT NULL DEFAULT 1";
