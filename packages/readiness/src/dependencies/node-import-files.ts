import type { Project } from "../project.ts";
import type { ModuleImport } from "./imports.ts";

export function nodeImportsOf(_project: Project): ModuleImport[] {
  return [];
}
