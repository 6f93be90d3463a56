import type { Project } from "../project.ts";
import type { ModuleImport } from "./imports.ts";
import { jsImports } from "./js-imports.ts";
import { readJson } from "./json-reading.ts";
import { placeOf } from "./report.ts";
import { isTooDeep, sourceFiles } from "./source-files.ts";
import { NODE_BUILTINS } from "./tables/node-builtins.ts";
import { isTable, textIn } from "./toml.ts";
import { type PathAliases, pathAliases } from "./tsconfig-paths.ts";

const PACKAGE = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*/i;

/** The package that a specifier names, or undefined when it names a file, an address or something of the language. */
function packageOf(specifier: string): string | undefined {
  // `#name` is an import of the package itself, and a scheme is `node:`, `data:`, `https:` and the like.
  if (/^[.#/]|^[a-z][a-z0-9+.-]*:/i.test(specifier)) return undefined;
  const name = PACKAGE.exec(specifier)?.[0];
  if (name === undefined || NODE_BUILTINS.has(name)) return undefined;
  return specifier === name || specifier.startsWith(`${name}/`) ? name : undefined;
}

/** Names of the packages that the project itself holds. */
function ownPackages(project: Project): ReadonlySet<string> {
  const names = [...project.files]
    .filter(([path]) => /(?:^|\/)package\.json$/.test(path) && !path.includes("node_modules/"))
    .flatMap(([, text]) => {
      const reading = readJson(text);
      return "value" in reading && isTable(reading.value) ? (textIn(reading.value, "name") ?? []) : [];
    });
  return new Set(names);
}

function isAlias(specifier: string, { prefixes, names }: PathAliases): boolean {
  return names.has(specifier) || prefixes.some((prefix) => specifier.startsWith(prefix));
}

/** Files and folders of the project without endings, as an import names them. */
function stems(project: Project): ReadonlySet<string> {
  const found = new Set<string>();
  for (const path of project.files.keys()) {
    if (!/\.(?:[cm]?[jt]sx?|json)$/.test(path) || isTooDeep(path)) continue;
    const parts = path.split("/");
    for (const [index, part] of parts.entries()) {
      found.add([...parts.slice(0, index), part.replace(/\.[^.]*$/, "")].join("/"));
    }
  }
  return found;
}

/** What the JavaScript and TypeScript files of a project import from packages. */
export function nodeImportsOf(project: Project): ModuleImport[] {
  const files = sourceFiles(project, /\.[cm]?[jt]sx?$/);
  if (files.length === 0) return [];
  const aliases = pathAliases(project);
  const own = ownPackages(project);
  const local = aliases.baseFolders.length === 0 ? new Set<string>() : stems(project);
  return files.flatMap(([path, text]) =>
    jsImports(text).flatMap(({ specifier, optional, lazy, line }): ModuleImport[] => {
      const root = packageOf(specifier);
      if (root === undefined || own.has(root) || isAlias(specifier, aliases)) return [];
      const first = specifier.split("/", 1)[0] ?? "";
      if (aliases.baseFolders.some((folder) => local.has(folder === "" ? first : `${folder}/${first}`))) return [];
      return [{ ecosystem: "node", root, name: specifier, optional, lazy, place: placeOf(path, line) }];
    }),
  );
}
