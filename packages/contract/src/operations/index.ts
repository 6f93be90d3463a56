import { attachEvidence } from "./attach-evidence.ts";
import { cancelConfirmation } from "./cancel-confirmation.ts";
import { createKey } from "./create-key.ts";
import { createTenant } from "./create-tenant.ts";
import { decideConfirmation } from "./decide-confirmation.ts";
import { explainFailure } from "./explain-failure.ts";
import { explainPlannedDenial } from "./explain-planned-denial.ts";
import { explainPolicyDenial } from "./explain-policy-denial.ts";
import { exportRunAudit } from "./export-run-audit.ts";
import { getAttachment } from "./get-attachment.ts";
import { getCheckpoint } from "./get-checkpoint.ts";
import { getConfirmation } from "./get-confirmation.ts";
import { getConsistency } from "./get-consistency.ts";
import { getLogCheckpoint } from "./get-log-checkpoint.ts";
import { getLogTile } from "./get-log-tile.ts";
import { getPolicy } from "./get-policy.ts";
import { getProof } from "./get-proof.ts";
import { getPublicKeys } from "./get-public-keys.ts";
import { getReviewRules } from "./get-review-rules.ts";
import { getRunTimeline } from "./get-run-timeline.ts";
import { importAudit } from "./import-audit.ts";
import { ingestEvents } from "./ingest-events.ts";
import { issueAdminKey } from "./issue-admin-key.ts";
import { listConfirmations } from "./list-confirmations.ts";
import { listKeys } from "./list-keys.ts";
import { listPolicyRevisions } from "./list-policy-revisions.ts";
import { listRuns } from "./list-runs.ts";
import { nextAction } from "./next-action.ts";
import { nextProjectAction } from "./next-project-action.ts";
import { proposeChange } from "./propose-change.ts";
import { putPolicy } from "./put-policy.ts";
import { putReviewRules } from "./put-review-rules.ts";
import { recommendPolicyPatch } from "./recommend-policy-patch.ts";
import { redeemGrant } from "./redeem-grant.ts";
import { reportApply } from "./report-apply.ts";
import { resolveAgentEvidence } from "./resolve-agent-evidence.ts";
import { resolveEvidence } from "./resolve-evidence.ts";
import { resolveProjectEvidence } from "./resolve-project-evidence.ts";
import { revokeKey } from "./revoke-key.ts";
import { summarizeRun } from "./summarize-run.ts";
import { validateAgentProject } from "./validate-agent-project.ts";

/** The operation table: the one list that routes, OpenAPI and the client are derived from. */
export const operations = {
  ingestEvents,
  listRuns,
  summarizeRun,
  explainFailure,
  explainPolicyDenial,
  explainPlannedDenial,
  getRunTimeline,
  resolveEvidence,
  resolveAgentEvidence,
  attachEvidence,
  getAttachment,
  nextAction,
  nextProjectAction,
  validateAgentProject,
  resolveProjectEvidence,
  recommendPolicyPatch,
  putPolicy,
  getPolicy,
  listPolicyRevisions,
  proposeChange,
  listConfirmations,
  getConfirmation,
  decideConfirmation,
  cancelConfirmation,
  redeemGrant,
  reportApply,
  putReviewRules,
  getReviewRules,
  createTenant,
  issueAdminKey,
  createKey,
  listKeys,
  revokeKey,
  getCheckpoint,
  getProof,
  getConsistency,
  getLogCheckpoint,
  getLogTile,
  getPublicKeys,
  importAudit,
  exportRunAudit,
} as const;

export type Operations = typeof operations;
export type OperationName = keyof Operations;
