import type { Finding } from "../finding.ts";
import type { Project } from "../project.ts";
import type { Declaration, Purpose } from "./declaration.ts";
import { type JsonReading, readJson } from "./json-reading.ts";
import { areCompatible, parseNpmRange } from "./npm-range.ts";
import { resolveInside } from "./paths.ts";
import { placeOf, shown, toCorrect } from "./report.ts";
import { isTable, type Table } from "./toml.ts";

const PACKAGE_JSON = "package.json";

/** What the `package.json` of a project says. */
export interface PackageJson {
  declarations: Declaration[];
  findings: Finding[];
  /** False when it cannot be read, so that nothing is surely missing. */
  isRead: boolean;
}

/** The sections of a `package.json` and what they are for, in the order in which npm describes them. */
export const SECTIONS: readonly (readonly [string, Purpose])[] = [
  ["dependencies", "runtime"],
  ["peerDependencies", "runtime"],
  ["optionalDependencies", "optional"],
  ["devDependencies", "development"],
];

const NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i;
const MAX_NAME_CHARS = 214;

/** Reads one file: its sections, entry by entry. */
class Reading {
  readonly declarations: Declaration[] = [];
  readonly findings: Finding[] = [];
  private readonly json: JsonReading;
  private readonly project: Project;

  constructor(json: JsonReading, project: Project) {
    this.json = json;
    this.project = project;
  }

  private report(code: string, severity: Finding["severity"], message: string, ...lines: number[]): void {
    this.findings.push(toCorrect(code, severity, message, ...lines.map((line) => placeOf(PACKAGE_JSON, line))));
  }

  section(table: Table, section: string, purpose: Purpose): void {
    const value = Object.hasOwn(table, section) ? table[section] : undefined;
    if (value === undefined) return;
    if (!isTable(value)) {
      const message = `The value of "${section}" has to be an object.`;
      this.report("package_json_invalid", "blocking", message, this.json.lineOf([section]));
      return;
    }
    for (const [name, range] of Object.entries(value)) this.entry(section, purpose, name, range);
  }

  private entry(section: string, purpose: Purpose, name: string, value: unknown): void {
    const line = this.json.lineOf([section, name]);
    if (!NAME.test(name) || name.length > MAX_NAME_CHARS) {
      this.report("package_json_invalid", "blocking", `The name ${shown(name)} is not one that packages have.`, line);
      return;
    }
    if (typeof value !== "string") {
      this.report("package_json_invalid", "blocking", `The version of ${shown(name)} has to be a text.`, line);
      return;
    }
    const range = parseNpmRange(value);
    if (range.kind === "invalid") {
      const message = `The version ${shown(value)} of ${shown(name)} is no range, no tag and no address.`;
      // It is declared all the same: what imports it lacks nothing but the range.
      this.report("package_range_invalid", "blocking", message, line);
    }
    if (range.kind === "path") this.path(range.path, line);
    const specifier = range.kind === "range" ? range.range : "";
    const direct = range.kind !== "range";
    const place = placeOf(PACKAGE_JSON, line);
    const declared = { name, extras: [], specifier, marker: "", direct, purpose, set: section, place };
    this.declarations.push({ ecosystem: "node", ...declared });
  }

  private path(path: string, line: number): void {
    const target = resolveInside("", path);
    if (target === undefined) {
      this.report("package_path_outside", "blocking", `The path ${shown(path)} lies outside the project.`, line);
      return;
    }
    const { files, binaries } = this.project;
    const isThere = files.has(target) || binaries.has(target) || files.has(`${target}/package.json`) || target === "";
    if (isThere) return;
    this.report("package_path_missing", "blocking", `The path ${shown(path)} is not a package of the project.`, line);
  }

  repeated(): void {
    const sections = new Set(SECTIONS.map(([section]) => section));
    for (const { path, line } of this.json.repeated) {
      const [section = "", name] = path;
      if (!sections.has(section) || path.length > 2) continue;
      const message = `The key ${shown(name ?? section)} stands twice, and only the last one counts.`;
      this.report("package_json_repeated", "advisory", message, line);
    }
  }

  conflicts(): void {
    const earlier = new Map<string, Declaration[]>();
    for (const other of this.declarations) {
      const same = earlier.get(other.name) ?? [];
      earlier.set(other.name, [...same, other]);
      for (const one of same) {
        if (one.direct || other.direct || areCompatible(one.specifier, other.specifier)) continue;
        const what = `${shown(`${one.name}@${one.specifier}`)} and ${shown(`${other.name}@${other.specifier}`)}`;
        const message = `No version satisfies both of ${what}, in "${one.set}" and "${other.set}".`;
        // npm installs what stands in the first section; only a peer stops it.
        const isPeer = one.set === "peerDependencies" || other.set === "peerDependencies";
        const [first = 1, second = 1] = [one.place.first, other.place.first];
        this.report("dependency_versions_conflict", isPeer ? "blocking" : "advisory", message, first, second);
      }
    }
  }
}

/** Reads the `package.json` at the root of a project, or undefined when there is none. */
export function readPackageJson(project: Project): PackageJson | undefined {
  const text = project.files.get(PACKAGE_JSON);
  if (text === undefined) return undefined;
  const json = readJson(text);
  if (!("value" in json) || !isTable(json.value)) {
    const what = "value" in json ? "is no JSON object" : "is not valid JSON";
    const line = "value" in json ? 1 : json.line;
    const message = `The file "${PACKAGE_JSON}" ${what}.`;
    const found = toCorrect("package_json_syntax", "blocking", message, placeOf(PACKAGE_JSON, line));
    return { declarations: [], findings: [found], isRead: false };
  }
  const reading = new Reading(json, project);
  for (const [section, purpose] of SECTIONS) reading.section(json.value, section, purpose);
  reading.repeated();
  reading.conflicts();
  return { declarations: reading.declarations, findings: reading.findings, isRead: true };
}
