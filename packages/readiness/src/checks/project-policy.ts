import { locateRules, type ReadPolicy, readPolicy } from "@operator/policy";
import type { Place } from "../finding.ts";
import { oncePerProject } from "../once.ts";
import type { Project } from "../project.ts";

/** Where a project's policy is. */
export const POLICY_FILE = "policy.yaml";

/** The policy of a project; `undefined` where it has none. */
export const projectPolicy = oncePerProject(({ files }): ReadPolicy | undefined => {
  const text = files.get(POLICY_FILE);
  return text === undefined ? undefined : readPolicy(text);
});

/** Where rules such as `egress[2]` stand in the policy of a project, in their order; the document is read once for all. */
export function placesOfRules({ files }: Project, rules: readonly string[]): Place[] {
  return locateRules(files.get(POLICY_FILE) ?? "", rules).map((found) =>
    found === undefined ? { path: POLICY_FILE } : { path: POLICY_FILE, first: found.startLine, last: found.endLine },
  );
}
