import type { Project } from "../project.ts";
import type { ModuleImport } from "./imports.ts";
import { folderOf, resolveInside } from "./paths.ts";
import { pythonImports } from "./python-imports.ts";
import { placeOf } from "./report.ts";
import { isTooDeep, sourceFiles } from "./source-files.ts";
import { PYTHON_STDLIB } from "./tables/python-stdlib.ts";

/** Modules and packages of a project by the folder that they stand in. */
function localModules(project: Project): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const path of [...project.files.keys(), ...project.binaries]) {
    if (!/\.(?:py|so|pyd)$/.test(path) || isTooDeep(path)) continue;
    const parts = path.split("/");
    for (const [index, part] of parts.entries()) {
      const folder = parts.slice(0, index).join("/");
      const names = found.get(folder) ?? new Set<string>();
      found.set(folder, names.add(part.replace(/\..*$/, "")));
    }
  }
  return found;
}

/** Folders that Python may search for a file: the root, `src`, and each folder above the file, where it may be started. */
function foldersFor(path: string): string[] {
  const parts = folderOf(path).split("/");
  return ["", "src", ...parts.map((_, index) => parts.slice(0, index + 1).join("/"))];
}

/** Files that make a folder one from which packages are installed. */
const MANIFESTS = ["pyproject.toml", "setup.py", "setup.cfg"];

/** Folders below which the packages of a project stand that are installed: `lib`, and those with a manifest of their own. */
function packageFolders(project: Project): string[] {
  const folders = ["lib", "python"];
  for (const path of project.files.keys()) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (MANIFESTS.includes(name)) folders.push(folderOf(path), resolveInside(folderOf(path), "src") ?? "");
  }
  return folders;
}

/** What the Python files of a project import from packages. */
export function pythonImportsOf(project: Project): ModuleImport[] {
  const local = localModules(project);
  const installed = packageFolders(project);
  return sourceFiles(project, /\.py$/).flatMap(([path, text]) => {
    const folders = new Set([...foldersFor(path), ...installed]);
    return pythonImports(text).flatMap(({ name, optional, lazy, first, last }): ModuleImport[] => {
      const root = name.split(".", 1)[0] ?? name;
      const isLocal = [...folders].some((folder) => local.get(folder)?.has(root));
      if (isLocal || PYTHON_STDLIB.has(root) || root.startsWith("_")) return [];
      return [{ ecosystem: "python", root, name, optional, lazy, place: placeOf(path, first, last) }];
    });
  });
}
