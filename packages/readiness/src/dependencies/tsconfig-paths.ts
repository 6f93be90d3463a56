import type { Project } from "../project.ts";
import { readJson } from "./json-reading.ts";
import { folderOf, resolveInside } from "./paths.ts";
import { isTable, tableIn, textIn } from "./toml.ts";

/** How a project names its own files in imports. */
export interface PathAliases {
  /** Starts of names that stand for files of the project: `@/` for `@/*`. */
  prefixes: readonly string[];
  /** Whole names that do. */
  names: ReadonlySet<string>;
  /** Folders from which bare names are looked up first. */
  baseFolders: readonly string[];
}

const CONFIGS = ["tsconfig.json", "jsconfig.json", "tsconfig.base.json"];

/** Longer chains of `extends` are not followed. */
const MAX_EXTENDS = 5;

/** Each import is compared with each of them. */
const MAX_PREFIXES = 500;

/** Comments and strings, closed or not, so that no text is searched twice. */
const COMMENT_OR_STRING = /"(?:[^"\\\n]|\\.)*"?|\/\/[^\n]*|\/\*(?:[\s\S]*?\*\/|[\s\S]*)/g;
const COMMA_OR_STRING = /"(?:[^"\\\n]|\\.)*"?|,(?=\s{0,200}[}\]])/g;

/** A text of JSON without comments and without commas before a closing sign, which these files may have. */
export function withoutComments(text: string): string {
  const plain = text.replace(COMMENT_OR_STRING, (piece) =>
    piece.startsWith('"') ? piece : piece.replace(/[^\n]/g, " "),
  );
  return plain.replace(COMMA_OR_STRING, (piece) => (piece === "," ? " " : piece));
}

/** The aliases that the configurations at the root declare; one that cannot be read declares none. */
export function pathAliases(project: Project): PathAliases {
  const prefixes: string[] = [];
  const names = new Set<string>();
  const baseFolders: string[] = [];
  const read = (path: string, left: number): void => {
    const reading = readJson(withoutComments(project.files.get(path) ?? ""));
    if (!("value" in reading) || !isTable(reading.value)) return;
    const options = tableIn(reading.value, "compilerOptions");
    for (const alias of Object.keys(tableIn(options, "paths"))) {
      if (alias === "*") continue;
      if (alias.includes("*")) prefixes.push(alias.slice(0, alias.indexOf("*")));
      else names.add(alias);
    }
    const baseUrl = textIn(options, "baseUrl");
    const base = baseUrl === undefined ? undefined : resolveInside(folderOf(path), baseUrl);
    if (base !== undefined) baseFolders.push(base);
    const parent = textIn(reading.value, "extends");
    if (parent === undefined || !parent.startsWith(".") || left === 0) return;
    const target = resolveInside(folderOf(path), parent.endsWith(".json") ? parent : `${parent}.json`);
    if (target !== undefined) read(target, left - 1);
  };
  for (const path of CONFIGS) if (project.files.has(path)) read(path, MAX_EXTENDS);
  return { prefixes: prefixes.filter((prefix) => prefix !== "").slice(0, MAX_PREFIXES), names, baseFolders };
}
