import { type ReadPolicy, readPolicy } from "@operator/policy";
import { oncePerProject } from "../once.ts";

/** Where a project's policy is. */
export const POLICY_FILE = "policy.yaml";

/** The policy of a project; `undefined` where it has none. */
export const projectPolicy = oncePerProject(({ files }): ReadPolicy | undefined => {
  const text = files.get(POLICY_FILE);
  return text === undefined ? undefined : readPolicy(text);
});
