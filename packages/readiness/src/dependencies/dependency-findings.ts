import type { Finding } from "../finding.ts";
import type { Project } from "../project.ts";
import { conflictFindings } from "./conflicts.ts";
import { importedModules } from "./imports.ts";
import { lockFindings } from "./locks.ts";
import { missingNode } from "./missing-node.ts";
import { missingPython } from "./missing-python.ts";
import { readPackageJson } from "./package-json.ts";
import { readPyproject } from "./pyproject.ts";
import { readRequirements } from "./requirements.ts";

/** Files in which other tools declare dependencies of Python, and which are not read. */
const OTHER_MANIFESTS = ["Pipfile", "setup.py", "setup.cfg", "environment.yml", "environment.yaml", "pixi.toml"];

function hasOtherManifest(project: Project): boolean {
  return OTHER_MANIFESTS.some((path) => project.files.has(path));
}

/**
 * Everything about the dependencies of a project that would stop its install or its start, or may surprise later: what
 * cannot be read, what contradicts, what is imported and not declared, and what is locked and no longer fits.
 */
export function dependencyFindings(project: Project): Finding[] {
  const requirements = readRequirements(project);
  const pyproject = readPyproject(project);
  const packageJson = readPackageJson(project);
  const imports = importedModules(project);
  const manifests = [requirements, pyproject, packageJson];
  const declarations = manifests.flatMap((manifest) => manifest?.declarations ?? []);
  return [
    ...manifests.flatMap((manifest) => manifest?.findings ?? []),
    ...conflictFindings(declarations, pyproject?.python ?? ""),
    ...missingPython(imports, {
      declarations,
      isOpen: requirements.isOpen || (pyproject?.isOpen ?? false) || hasOtherManifest(project),
      python: pyproject?.python ?? "",
      project: pyproject?.name ?? "",
    }),
    ...missingNode(project, imports, packageJson),
    ...lockFindings(project, declarations),
  ];
}
