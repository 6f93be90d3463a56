import * as z from "zod";

const RevisionRow = z.object({
  agent: z.string(),
  revision: z.number(),
  digest: z.string(),
  created_at: z.number(),
  created_by: z.string(),
  confirmation_id: z.string().nullable(),
});
/** A revision of an agent's policy; `created_at` in milliseconds since 1970. */
export type RevisionRow = z.infer<typeof RevisionRow>;

const PolicyRow = RevisionRow.extend({ document: z.string() });
/** A revision with its document. */
export type PolicyRow = z.infer<typeof PolicyRow>;

/** Which revision of an agent's policy is meant. */
export type WhichRevision =
  | { kind: "current" }
  | { kind: "revision"; revision: number }
  /** The latest of this digest: that of the policy, or the SHA-256 of its document. */
  | { kind: "digest"; digest: string }
  /** The one that was current at this instant. */
  | { kind: "at"; at: number };

const COLUMNS = "agent, revision, digest, created_at, created_by, confirmation_id";

function conditionOf(which: WhichRevision): [condition: string, values: (string | number)[]] {
  switch (which.kind) {
    case "current":
      return ["TRUE", []];
    case "revision":
      return ["revision = ?", [which.revision]];
    case "digest":
      return ["(digest = ? OR document_digest = ?)", [which.digest, which.digest]];
    case "at":
      return ["created_at <= ?", [which.at]];
  }
}

/** A revision of an agent's policy with its document; `undefined` when there is none. */
export function readPolicyRow(sql: SqlStorage, agent: string, which: WhichRevision): PolicyRow | undefined {
  const [condition, values] = conditionOf(which);
  const [row] = sql
    .exec(
      `SELECT ${COLUMNS}, document FROM policy_revisions WHERE agent = ? AND ${condition} ORDER BY revision DESC LIMIT 1`,
      agent,
      ...values,
    )
    .toArray();
  return row === undefined ? undefined : PolicyRow.parse(row);
}

/** Revisions of an agent's policy, the latest first, before the one with this number. */
export function revisionsBefore(sql: SqlStorage, agent: string, before: number, count: number): RevisionRow[] {
  const rows = sql.exec(
    `SELECT ${COLUMNS} FROM policy_revisions WHERE agent = ? AND revision < ? ORDER BY revision DESC LIMIT ?`,
    agent,
    before,
    count,
  );
  return [...rows].map((row) => RevisionRow.parse(row));
}

/** The revision that a confirmation has brought, if it has. */
export function revisionOfConfirmation(
  sql: SqlStorage,
  agent: string,
  confirmationId: string,
): RevisionRow | undefined {
  const [row] = sql
    .exec(
      `SELECT ${COLUMNS} FROM policy_revisions WHERE agent = ? AND confirmation_id = ? ORDER BY revision DESC LIMIT 1`,
      agent,
      confirmationId,
    )
    .toArray();
  return row === undefined ? undefined : RevisionRow.parse(row);
}

export function insertRevision(sql: SqlStorage, row: PolicyRow, documentDigest: string): void {
  sql.exec(
    `INSERT INTO policy_revisions (agent, revision, digest, document_digest, created_at, created_by, confirmation_id, document)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    row.agent,
    row.revision,
    row.digest,
    documentDigest,
    row.created_at,
    row.created_by,
    row.confirmation_id,
    row.document,
  );
}
