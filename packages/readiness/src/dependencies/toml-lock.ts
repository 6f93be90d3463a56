import { valid } from "@renovatebot/pep440";
import type { Finding } from "../finding.ts";
import type { Project } from "../project.ts";
import { type Declaration, normaliseName } from "./declaration.ts";
import { placeOf, shown, toCorrect, toInstall } from "./report.ts";
import { clausesOf, isWithin } from "./specifier.ts";
import { isTable, readToml, type Table, tableIn, textIn } from "./toml.ts";
import { tomlLines } from "./toml-lines.ts";

/** The locks of uv and poetry, which have the same shape where it is read here. */
export const TOML_LOCKS = ["uv.lock", "poetry.lock"];

function packagesOf(lock: Table): Table[] {
  return Array.isArray(lock.package) ? lock.package.filter(isTable) : [];
}

/** Versions by name; a package may be locked more than once, for different systems. */
function versionsOf(packages: readonly Table[]): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>();
  for (const one of packages) {
    const name = normaliseName(textIn(one, "name") ?? "");
    const versions = found.get(name) ?? [];
    versions.push(textIn(one, "version") ?? "");
    found.set(name, versions);
  }
  return found;
}

function stale(path: string, packages: readonly Table[], declarations: readonly Declaration[]): Finding[] {
  const versions = versionsOf(packages);
  return declarations.flatMap(({ name, specifier, direct, place }) => {
    const locked = versions.get(name);
    if (locked === undefined) {
      const message = `The dependency ${shown(name)} is not in the lock "${path}".`;
      return [toInstall("lock_stale", "blocking", message, place)];
    }
    const known = locked.filter((version) => valid(version) !== null);
    if (direct || known.length === 0 || known.some((version) => isWithin(version, specifier))) return [];
    const message = `The lock "${path}" has ${shown(`${name} ${known[0]}`)}, and ${shown(specifier)} is declared.`;
    return [toInstall("lock_stale", "blocking", message, place)];
  });
}

const sameClauses = (specifier: string) =>
  clausesOf(specifier)
    .map((clause) => clause.replace(/\s+/g, ""))
    .sort()
    .join(",");

/** What uv noted of the declarations of the project when it locked, as `name specifier`. */
function notedByUv(packages: readonly Table[]): { at: number; noted: ReadonlySet<string> } | undefined {
  const isRoot = (one: Table) => {
    const source = tableIn(one, "source");
    return (textIn(source, "virtual") ?? textIn(source, "editable")) === ".";
  };
  const at = packages.findIndex(isRoot);
  const root = packages[at];
  if (root === undefined) return undefined;
  const requires = tableIn(root, "metadata")["requires-dist"];
  const entries = Array.isArray(requires) ? requires.filter(isTable) : [];
  const noted = entries.map((one) => {
    return `${normaliseName(textIn(one, "name") ?? "")} ${sameClauses(textIn(one, "specifier") ?? "")}`;
  });
  return { at, noted: new Set(noted) };
}

/** The lock fits, and yet it was made for other declarations: uv will lock again. */
function outdated(path: string, text: string, packages: readonly Table[], all: readonly Declaration[]): Finding[] {
  const root = notedByUv(packages);
  if (root === undefined) return [];
  const project = all.filter(({ set, direct }) => set.startsWith("project.") && !direct);
  const changed = project.find(({ name, specifier }) => !root.noted.has(`${name} ${sameClauses(specifier)}`));
  const declared = new Set(all.map(({ name }) => name));
  const removed = [...root.noted].map((one) => one.split(" ", 1)[0] ?? "").find((name) => !declared.has(name));
  if (changed === undefined && removed === undefined) return [];
  const line = tomlLines(text).of(["package", String(root.at)]).first;
  const message =
    changed === undefined
      ? `The lock "${path}" still has ${shown(removed ?? "")} as a dependency of the project.`
      : `The lock "${path}" was made before ${shown(`${changed.name}${changed.specifier}`)} was declared.`;
  return [toInstall("lock_outdated", "advisory", message, placeOf(path, line))];
}

/** Checks the locks of uv and poetry against what `pyproject.toml` declares. */
export function tomlLockFindings(project: Project, declarations: readonly Declaration[]): Finding[] {
  return TOML_LOCKS.flatMap((path) => {
    const text = project.files.get(path);
    if (text === undefined) return [];
    const read = readToml(text);
    if ("line" in read) {
      return [toCorrect("lock_syntax", "blocking", `The lock "${path}" is not valid TOML.`, placeOf(path, read.line))];
    }
    const packages = packagesOf(read.table);
    const found = stale(path, packages, declarations);
    return found.length > 0 || path !== "uv.lock" ? found : outdated(path, text, packages, declarations);
  });
}
