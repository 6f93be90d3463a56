import { insertRevision, type RevisionRow, readPolicyRow, revisionOfConfirmation } from "./policy-statements.ts";

/** A document to be stored as an agent's next revision; it was read and found valid before. */
export interface NewPolicy {
  agent: string;
  document: string;
  digest: string;
  /** `sha256:` and hex, of the document's bytes. */
  documentDigest: string;
  createdBy: string;
  confirmationId?: string;
  /**
   * The digests that the current revision may have, empty where there must be none; `existing` for whatever it has. Absent
   * where nothing is asked of it.
   */
  onlyOver?: readonly string[] | "existing";
}

export type PutPolicyResult =
  | { kind: "stored"; revision: RevisionRow; isNew: boolean }
  | { kind: "policy_changed" }
  | { kind: "tenant_not_found" };

/**
 * Stores a revision, compare-and-set on the digest of the current one. The document that is current already is stored no
 * second time, unless a confirmation asks for a revision of its own. Call inside a transaction.
 */
export function putPolicy(
  sql: SqlStorage,
  policy: NewPolicy,
  now: number,
): Exclude<PutPolicyResult, { kind: "tenant_not_found" }> {
  const current = readPolicyRow(sql, policy.agent, { kind: "current" });
  const confirmationId = policy.confirmationId ?? null;
  const ofConfirmation =
    confirmationId === null ? undefined : revisionOfConfirmation(sql, policy.agent, confirmationId);
  // Another revision may have come after it by now: it was stored all the same.
  if (ofConfirmation !== undefined) return { kind: "stored", revision: ofConfirmation, isNew: false };
  const { onlyOver } = policy;
  if (onlyOver !== undefined) {
    const isMeant =
      current === undefined ? onlyOver.length === 0 : onlyOver === "existing" || onlyOver.includes(current.digest);
    if (!isMeant) return { kind: "policy_changed" };
  }
  if (current !== undefined && current.document === policy.document && confirmationId === null) {
    return { kind: "stored", revision: current, isNew: false };
  }
  const revision = {
    agent: policy.agent,
    revision: (current?.revision ?? 0) + 1,
    digest: policy.digest,
    created_at: now,
    created_by: policy.createdBy,
    confirmation_id: confirmationId,
  };
  insertRevision(sql, { ...revision, document: policy.document }, policy.documentDigest);
  return { kind: "stored", revision, isNew: true };
}
