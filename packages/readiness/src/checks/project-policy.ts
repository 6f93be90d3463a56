import { type ReadPolicy, readPolicy } from "@operator/policy";
import type { Project } from "../project.ts";

/** Where a project's policy is. */
export const POLICY_FILE = "policy.yaml";

const read = new WeakMap<Project, ReadPolicy | undefined>();

/** The policy of a project, read once; `undefined` where it has none. */
export function projectPolicy(project: Project): ReadPolicy | undefined {
  if (!read.has(project)) {
    const text = project.files.get(POLICY_FILE);
    read.set(project, text === undefined ? undefined : readPolicy(text));
  }
  return read.get(project);
}
