import { createKey } from "./create-key.ts";
import { createTenant } from "./create-tenant.ts";
import { explainFailure } from "./explain-failure.ts";
import { getCheckpoint } from "./get-checkpoint.ts";
import { getConsistency } from "./get-consistency.ts";
import { getProof } from "./get-proof.ts";
import { getPublicKeys } from "./get-public-keys.ts";
import { getRunTimeline } from "./get-run-timeline.ts";
import { ingestEvents } from "./ingest-events.ts";
import { issueAdminKey } from "./issue-admin-key.ts";
import { listKeys } from "./list-keys.ts";
import { listRuns } from "./list-runs.ts";
import { nextAction } from "./next-action.ts";
import { nextProjectAction } from "./next-project-action.ts";
import { revokeKey } from "./revoke-key.ts";
import { summarizeRun } from "./summarize-run.ts";

/** The operation table: the one list that routes, OpenAPI and the client are derived from. */
export const operations = {
  ingestEvents,
  listRuns,
  summarizeRun,
  explainFailure,
  getRunTimeline,
  nextAction,
  nextProjectAction,
  createTenant,
  issueAdminKey,
  createKey,
  listKeys,
  revokeKey,
  getCheckpoint,
  getProof,
  getConsistency,
  getPublicKeys,
} as const;

export type Operations = typeof operations;
export type OperationName = keyof Operations;
