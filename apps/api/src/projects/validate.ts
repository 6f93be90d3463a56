import {
  isAdvisory,
  SCHEMA_VERSION,
  type ValidateAgentProjectResponse,
  type ValidationIssue,
} from "@operator/contract";
import { redactProject, validateProject } from "@operator/readiness";
import type { Ports } from "../ports.ts";
import { issuesOf } from "./issues.ts";
import { withReview } from "./reviewed-policy.ts";
import type { SentProject } from "./sent-project.ts";
import { snapshotOf, storeSnapshot } from "./snapshot.ts";

/** Blocking issues that the directory keeps of a validation: the next action names the first. */
const MAX_KEPT_ISSUES = 20;

function keptIssues(issues: readonly ValidationIssue[]): ValidationIssue[] {
  return issues.filter((issue) => !isAdvisory(issue)).slice(0, MAX_KEPT_ISSUES);
}

/**
 * Validates a project, and keeps it redacted under its digest, so that whoever gets the answer can look its evidence up. The
 * blob is there before the directory knows of it, and the directory knows before it is answered.
 */
export async function validate(
  tenant: string,
  { project: sent, agent }: SentProject,
  ports: Ports,
): Promise<ValidateAgentProjectResponse> {
  const project = await withReview(tenant, sent, agent, ports);
  const { ready, runtime, issues: findings } = validateProject(project);
  const redacted = redactProject(project);
  const snapshot = snapshotOf(redacted);
  const { digest, bytes } = snapshot;
  const issues = issuesOf(findings, { sent: project, redacted, digest });
  await storeSnapshot(tenant, snapshot, ports);
  await ports.directories.recordValidation(
    tenant,
    { digest, projectDir: redacted.dir, bytes: bytes.byteLength },
    { projectDir: redacted.dir, agent, digest, ready, issues: keptIssues(issues) },
  );
  return {
    schema_version: SCHEMA_VERSION,
    ready,
    project_dir: redacted.dir,
    ...(runtime === undefined ? {} : { runtime }),
    ...(issues.length === 0 ? {} : { issues }),
  };
}
