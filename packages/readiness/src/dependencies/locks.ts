import type { Finding } from "../finding.ts";
import type { Project } from "../project.ts";
import type { Declaration } from "./declaration.ts";
import { NPM_LOCKS, packageLockFindings } from "./package-lock.ts";
import { placeOf, toCorrect, toInstall } from "./report.ts";
import { TOML_LOCKS, tomlLockFindings } from "./toml-lock.ts";

const NODE_LOCKS = [...NPM_LOCKS, "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb"];
const PYTHON_LOCKS = [...TOML_LOCKS, "pdm.lock", "Pipfile.lock", "pylock.toml"];

function present(project: Project, locks: readonly string[]): string[] {
  return locks.filter((path) => project.files.has(path) || project.binaries.has(path));
}

/** Two locks of one ecosystem drift apart, and which one an installer reads is left to chance. */
function several(locks: readonly string[]): Finding[] {
  if (locks.length < 2) return [];
  const names = locks.map((path) => `"${path}"`).join(" and ");
  const message = `The project has several locks: ${names}. Keep the one of the installer that is used.`;
  return [toCorrect("locks_several", "advisory", message, ...locks.map((path) => ({ path })))];
}

function missing(locks: readonly string[], declarations: readonly Declaration[]): Finding[] {
  const [first] = declarations;
  if (locks.length > 0 || first === undefined) return [];
  const message = "No lock fixes the versions that are installed.";
  return [toInstall("lock_missing", "advisory", message, placeOf(first.place.path, first.place.first ?? 1))];
}

/** What is wrong with the locks of a project: stale, unreadable, missing, or too many. */
export function lockFindings(project: Project, declarations: readonly Declaration[]): Finding[] {
  const node = declarations.filter(({ ecosystem }) => ecosystem === "node");
  const pyproject = declarations.filter(
    ({ place, purpose }) => place.path === "pyproject.toml" && purpose !== "constraint",
  );
  const nodeLocks = present(project, NODE_LOCKS);
  const pythonLocks = present(project, PYTHON_LOCKS);
  // A project of requirements files is pinned there; it has no lock of its own.
  const lockable = project.files.has("requirements.txt") ? [] : pyproject;
  return [
    ...tomlLockFindings(project, pyproject),
    ...several(pythonLocks),
    ...missing(pythonLocks, lockable),
    ...packageLockFindings(project, node),
    ...several(nodeLocks),
    ...missing(nodeLocks, node),
  ];
}
