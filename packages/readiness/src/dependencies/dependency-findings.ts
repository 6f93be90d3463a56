import type { Finding } from "../finding.ts";
import type { Project } from "../project.ts";
import { conflictFindings } from "./conflicts.ts";
import { importedModules } from "./imports.ts";
import { lockFindings } from "./locks.ts";
import { missingNode } from "./missing-node.ts";
import { missingPython } from "./missing-python.ts";
import { readPackageJson } from "./package-json.ts";
import { type Pyproject, readPyproject } from "./pyproject.ts";
import { pythonOfAgent } from "./pythons.ts";
import { shown, toCorrect } from "./report.ts";
import { readRequirements } from "./requirements.ts";
import { commonVersion } from "./specifier.ts";

/** Files in which other tools declare dependencies of Python, and which are not read. */
const OTHER_MANIFESTS = ["Pipfile", "setup.py", "setup.cfg", "environment.yml", "environment.yaml", "pixi.toml"];

function hasOtherManifest(project: Project): boolean {
  return OTHER_MANIFESTS.some((path) => project.files.has(path));
}

/** The agent runs on a Python that the project refuses; an installer stops there when it installs the project itself. */
function excludedPython(pyproject: Pyproject | undefined, agent: string, isInstalled: boolean): Finding[] {
  if (pyproject === undefined || agent === "" || commonVersion([pyproject.python, agent]) !== undefined) return [];
  const what = `${shown(pyproject.python)}, and the agent runs on ${shown(agent)}`;
  const severity = isInstalled ? "blocking" : "advisory";
  const message = `The project requires Python ${what}.`;
  return [toCorrect("requires_python_excludes_runtime", severity, message, pyproject.pythonPlace)];
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
  const pythons = { allowed: pyproject?.python ?? "", agent: pythonOfAgent(project) };
  const isProjectInstalled = requirements.installsProject || !project.files.has("requirements.txt");
  const manifests = [requirements, pyproject, packageJson];
  const declarations = manifests.flatMap((manifest) => manifest?.declarations ?? []);
  return [
    ...manifests.flatMap((manifest) => manifest?.findings ?? []),
    ...excludedPython(pyproject, pythons.agent, isProjectInstalled),
    ...conflictFindings(declarations, pythons),
    ...missingPython(imports, {
      declarations,
      isOpen:
        requirements.isOpen || (isProjectInstalled && ((pyproject?.isOpen ?? false) || hasOtherManifest(project))),
      pythons,
      project: pyproject?.name ?? "",
    }),
    ...missingNode(project, imports, packageJson),
    ...lockFindings(project, declarations),
  ];
}
