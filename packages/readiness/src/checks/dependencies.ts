import { dependencyFindings } from "../dependencies/dependency-findings.ts";
import { shown } from "../dependencies/report.ts";
import { oversizedManifest } from "../detect/oversized-manifest.ts";
import type { Finding } from "../finding.ts";
import type { Project } from "../project.ts";

/** What is wrong with the dependencies of a project, unless there is more of them than can be compared. */
export function boundedDependencyFindings(project: Project): Finding[] {
  const path = oversizedManifest(project);
  if (path === undefined) return dependencyFindings(project);
  return [
    {
      code: "dependencies_not_checked",
      severity: "advisory",
      category: "dependency_conflict",
      message: `${shown(path)} is larger than what is read of such a file: no dependency was checked. Check that they install.`,
      nextAction: "ask_user",
      places: [{ path }],
    },
  ];
}
