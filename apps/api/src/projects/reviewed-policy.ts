import { POLICY_FILE, type Project } from "@operator/readiness";
import { readDocument } from "../policies/read-document.ts";
import type { Ports } from "../ports.ts";
import { isRefusal } from "../refusal.ts";

/**
 * A project with what the tenant's directory knows of its policy: one that means the same as the policy in force for the
 * agent has been looked at by people.
 */
export async function withReview(
  tenant: string,
  project: Project,
  agent: string | undefined,
  ports: Ports,
): Promise<Project> {
  const document = project.files.get(POLICY_FILE);
  if (agent === undefined || document === undefined) return project;
  const read = readDocument(document);
  if (isRefusal(read)) return project;
  const inForce = await ports.directories.policy(tenant, agent, { kind: "current" });
  if (inForce?.digest !== read.digest) return project;
  return { ...project, circumstances: { ...project.circumstances, policyIsReviewed: true } };
}
