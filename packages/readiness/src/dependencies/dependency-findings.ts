import type { Finding } from "../finding.ts";
import type { Project } from "../project.ts";
import { conflictFindings } from "./conflicts.ts";
import { readPyproject } from "./pyproject.ts";
import { readRequirements } from "./requirements.ts";

/**
 * Everything about the dependencies of a project that would stop its install or its start, or may surprise later: what
 * cannot be read, what contradicts, what is imported and not declared, and what is locked and no longer fits.
 */
export function dependencyFindings(project: Project): Finding[] {
  const requirements = readRequirements(project);
  const pyproject = readPyproject(project);
  const declarations = [...requirements.declarations, ...(pyproject?.declarations ?? [])];
  return [
    ...requirements.findings,
    ...(pyproject?.findings ?? []),
    ...conflictFindings(declarations, pyproject?.python ?? ""),
  ];
}
