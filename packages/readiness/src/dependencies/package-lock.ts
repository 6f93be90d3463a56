import type { Finding } from "../finding.ts";
import type { Project } from "../project.ts";
import type { Declaration } from "./declaration.ts";
import { readJson } from "./json-reading.ts";
import { isInRange } from "./npm-range.ts";
import { placeOf, shown, toCorrect, toInstall } from "./report.ts";
import { isTable, tableIn, textIn } from "./toml.ts";

/** The locks of npm, the one that it prefers first. */
export const NPM_LOCKS = ["npm-shrinkwrap.json", "package-lock.json"];

/** What does not fit between a lock of npm and what is declared; `npm ci` then refuses to install. */
function stale(path: string, table: Readonly<Record<string, unknown>>, all: readonly Declaration[]): Finding[] {
  const packages = tableIn(table, "packages");
  return all.flatMap(({ name, specifier, direct, set, place }) => {
    const locked = packages[`node_modules/${name}`];
    if (!isTable(locked)) {
      // A peer that is optional, and an optional package of another system, may be left out of the lock.
      if (set === "peerDependencies" || set === "optionalDependencies") return [];
      const message = `The dependency ${shown(name)} is not in the lock "${path}".`;
      return [toInstall("lock_stale", "blocking", message, place)];
    }
    const version = textIn(locked, "version");
    if (direct || locked.link === true || version === undefined || isInRange(version, specifier)) return [];
    const message = `The lock "${path}" has ${shown(`${name}@${version}`)}, and ${shown(specifier)} is declared.`;
    return [toInstall("lock_stale", "blocking", message, place)];
  });
}

/** Packages that the lock still asks for at its root and that are no longer declared. */
function leftOver(table: Readonly<Record<string, unknown>>, all: readonly Declaration[]): string[] {
  const declared = new Set(all.map(({ name }) => name));
  const root = tableIn(table, "packages", "");
  const sections = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];
  return sections.flatMap((section) => Object.keys(tableIn(root, section))).filter((name) => !declared.has(name));
}

/** Checks the lock of npm against what is declared. */
export function packageLockFindings(project: Project, declarations: readonly Declaration[]): Finding[] {
  const path = NPM_LOCKS.find((lock) => project.files.has(lock));
  if (path === undefined) return [];
  const reading = readJson(project.files.get(path) ?? "");
  if (!("value" in reading) || !isTable(reading.value)) {
    const line = "value" in reading ? 1 : reading.line;
    return [toCorrect("lock_syntax", "blocking", `The lock "${path}" is not valid JSON.`, placeOf(path, line))];
  }
  if (!isTable(reading.value.packages)) {
    const message = `The lock "${path}" was written by an npm older than 7, and cannot be checked.`;
    return [toInstall("lock_old", "advisory", message, placeOf(path, reading.lineOf(["lockfileVersion"])))];
  }
  const [extra] = leftOver(reading.value, declarations);
  const line = reading.lineOf(["packages", ""]);
  const surplus =
    extra === undefined
      ? []
      : [
          toInstall(
            "lock_outdated",
            "advisory",
            `The lock "${path}" still asks for ${shown(extra)}.`,
            placeOf(path, line),
          ),
        ];
  return [...stale(path, reading.value, declarations), ...surplus];
}
