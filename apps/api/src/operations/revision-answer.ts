import type { PolicyRevision } from "@operator/contract";
import type { RevisionRow } from "../objects/tenant-directory/policy-statements.ts";

/** A stored revision as it is shown. */
export function revisionAnswer(row: RevisionRow): PolicyRevision {
  return {
    agent: row.agent,
    revision: row.revision,
    policy_digest: row.digest,
    created_at: new Date(row.created_at).toISOString(),
    created_by: row.created_by,
    ...(row.confirmation_id === null ? {} : { confirmation_id: row.confirmation_id }),
  };
}
