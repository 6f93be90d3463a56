import type { Place } from "../finding.ts";
import { oncePerProject } from "../once.ts";
import type { Project } from "../project.ts";
import { readYaml } from "../yaml/read-yaml.ts";
import { POLICY_FILE } from "./project-policy.ts";

// Once for all rules: a policy may have thousands, and each may have a finding.
const root = oncePerProject(({ files }) => readYaml(files.get(POLICY_FILE) ?? "").root);

/** The lines of an item of the policy, such as the third of `egress`; the file where it cannot be found. */
export function policyPlace(project: Project, section: string, index: number): Place {
  const document = root(project);
  const list = document?.kind === "map" ? document.fields.get(section)?.value : undefined;
  const item = list?.kind === "list" ? list.items[index] : undefined;
  return item === undefined ? { path: POLICY_FILE } : { path: POLICY_FILE, first: item.line, last: item.last };
}
