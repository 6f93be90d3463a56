import type { Place } from "../finding.ts";
import { oncePerProject } from "../once.ts";
import type { Ecosystem } from "./declaration.ts";
import { nodeImportsOf } from "./node-import-files.ts";
import { pythonImportsOf } from "./python-import-files.ts";

/** A module that a file of the project imports from a package: no file of its own and nothing of the language. */
export interface ModuleImport {
  ecosystem: Ecosystem;
  /** What is looked up: `google` for `google.cloud.storage`, `@scope/name` for `@scope/name/part`. */
  root: string;
  /** The whole name, as far as it is known. */
  name: string;
  /** True when the file does without it, as inside `try` with a handler for `ImportError`. */
  optional: boolean;
  /** True when it is imported by a call, not when the file is. */
  lazy: boolean;
  place: Place;
}

/** What the source files of a project import from packages, file by file; tests, documentation and examples are left out. */
export const importedModules = oncePerProject((project): ModuleImport[] => [
  ...pythonImportsOf(project),
  ...nodeImportsOf(project),
]);
