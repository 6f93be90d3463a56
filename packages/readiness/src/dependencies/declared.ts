import { oncePerProject } from "../once.ts";
import type { Declaration } from "./declaration.ts";
import { readPackageJson } from "./package-json.ts";
import { readPyproject } from "./pyproject.ts";
import { readRequirements } from "./requirements.ts";

export type { Declaration } from "./declaration.ts";

/**
 * Every dependency that the requirements files, the `pyproject.toml` and the `package.json` at the root of a project
 * declare, in the order of those files. What cannot be read is left out; `dependencyFindings` says so.
 */
export const declaredDependencies = oncePerProject((project): Declaration[] => {
  const manifests = [readRequirements(project), readPyproject(project), readPackageJson(project)];
  return manifests.flatMap((manifest) => manifest?.declarations ?? []);
});
