import type { Finding, Place } from "../finding.ts";
import type { Project } from "../project.ts";
import { type Declaration, normaliseName } from "./declaration.ts";
import { readDependencyGroups } from "./dependency-groups.ts";
import { pythonOfPoetry, readPoetry } from "./poetry.ts";
import { PYPROJECT, PyprojectReading } from "./pyproject-reading.ts";
import { placeOf, shown, toCorrect } from "./report.ts";
import { parseRequirement } from "./requirement.ts";
import { commonVersion, isSpecifier } from "./specifier.ts";
import { isTable, readToml, type Table, tableIn, textIn } from "./toml.ts";
import { tomlLines } from "./toml-lines.ts";

/** What the `pyproject.toml` of a project says. */
export interface Pyproject {
  declarations: Declaration[];
  findings: Finding[];
  /** True when the dependencies come from somewhere that is not looked at, so that nothing is surely missing. */
  isOpen: boolean;
  /** The `requires-python`, empty for any. */
  python: string;
  /** Where it stands. */
  pythonPlace: Place;
  /** The normalised name of the project, empty when it has none. */
  name: string;
  /** The tables of the file, empty when it cannot be read. */
  table: Table;
}

/** Do dynamic dependencies come from what is read anyway: requirements files at the root, or the tables of poetry. */
function isReadAnyway(table: Table): boolean {
  if (Object.keys(tableIn(table, "tool", "poetry", "dependencies")).length > 0) return true;
  const { file } = tableIn(table, "tool", "setuptools", "dynamic", "dependencies");
  const files = Array.isArray(file) ? file : [file];
  return files.every((one) => typeof one === "string" && /^requirements[^/]*\.txt$/.test(one));
}

/** PEP 621: what `[project]` declares. */
function readProject(reading: PyprojectReading): void {
  const project = tableIn(reading.table, "project");
  const dynamic = Array.isArray(project.dynamic) ? project.dynamic : [];
  const isDynamic = dynamic.includes("dependencies");
  if (isDynamic && project.dependencies !== undefined) {
    const message = 'The "dependencies" of the project are declared and are dynamic as well, which installers refuse.';
    reading.report("pyproject_dependencies_twice", "blocking", message, reading.placeOf(["project", "dependencies"]));
  }
  reading.isOpen ||= isDynamic && !isReadAnyway(reading.table);
  reading.requirements(project.dependencies, ["project", "dependencies"], {
    purpose: "runtime",
    set: "project.dependencies",
  });
  const key = "optional-dependencies";
  const optional = project[key];
  if (optional !== undefined && !isTable(optional)) {
    const message = `The value of "project.${key}" has to be a table.`;
    reading.report("pyproject_dependencies_invalid", "blocking", message, reading.placeOf(["project", key]));
  }
  for (const [extra, value] of Object.entries(tableIn(project, key))) {
    const set = `project.${key}.${normaliseName(extra)}`;
    reading.requirements(value, ["project", key, extra], { purpose: "optional", set });
  }
}

/** What uv reads beside the standard tables. */
function readUv(reading: PyprojectReading): void {
  const uv = tableIn(reading.table, "tool", "uv");
  const dev = "dev-dependencies";
  reading.requirements(uv[dev], ["tool", "uv", dev], { purpose: "development", set: `tool.uv.${dev}` });
  const limits = "constraint-dependencies";
  reading.requirements(uv[limits], ["tool", "uv", limits], { purpose: "constraint", set: `tool.uv.${limits}` });
  const direct = new Set<string>();
  for (const [name, source] of Object.entries(tableIn(uv, "sources"))) {
    const sources = Array.isArray(source) ? source : [source];
    // An index is still asked for versions; every other source brings one of its own.
    if (sources.some((one) => isTable(one) && textIn(one, "index") === undefined)) direct.add(normaliseName(name));
  }
  // What is overridden has the version of the override, whatever else is declared.
  const overrides = Array.isArray(uv["override-dependencies"]) ? uv["override-dependencies"] : [];
  for (const text of overrides.filter((one) => typeof one === "string")) {
    const requirement = parseRequirement(text);
    if ("name" in requirement) direct.add(requirement.name);
  }
  for (const one of reading.declarations) one.direct ||= direct.has(one.name);
}

function pythonOf(reading: PyprojectReading): string {
  const path = ["project", "requires-python"];
  const python = tableIn(reading.table, "project")["requires-python"];
  if (python === undefined) return pythonOfPoetry(reading) ?? "";
  const isRead = typeof python === "string" && isSpecifier(python);
  if (isRead && commonVersion([python]) !== undefined) return python;
  const what = isRead ? "is satisfied by no version" : "is no version specifier";
  const message = `The "requires-python" ${typeof python === "string" ? `${shown(python)} ` : ""}${what}.`;
  reading.report("requires_python_invalid", "blocking", message, reading.placeOf(path));
  return "";
}

/** Larger ones are made by no person; finding the lines of their parts would take minutes. */
const MAX_PYPROJECT_CHARS = 128 * 1024;

/** Reads the `pyproject.toml` at the root of a project, or undefined when there is none. */
export function readPyproject(project: Project): Pyproject | undefined {
  const text = project.files.get(PYPROJECT);
  if (text === undefined) return undefined;
  const nothing = { declarations: [], isOpen: true, python: "", pythonPlace: { path: PYPROJECT }, name: "", table: {} };
  if (text.length > MAX_PYPROJECT_CHARS) {
    const message = `The file "${PYPROJECT}" is larger than ${MAX_PYPROJECT_CHARS / 1024} KiB, and is not read.`;
    return { ...nothing, findings: [toCorrect("pyproject_too_large", "advisory", message, { path: PYPROJECT })] };
  }
  const read = readToml(text);
  if ("line" in read) {
    const message = `The file "${PYPROJECT}" is not valid TOML.`;
    const found = toCorrect("pyproject_syntax", "blocking", message, placeOf(PYPROJECT, read.line));
    return { ...nothing, findings: [found] };
  }
  const reading = new PyprojectReading(read.table, tomlLines(text));
  readProject(reading);
  readPoetry(reading);
  readDependencyGroups(reading);
  readUv(reading);
  const python = pythonOf(reading);
  const { declarations, findings, isOpen } = reading;
  const named = textIn(tableIn(read.table, "project"), "name") ?? textIn(tableIn(read.table, "tool", "poetry"), "name");
  const standard = ["project", "requires-python"];
  const isStandard = tableIn(read.table, "project")["requires-python"] !== undefined;
  const pythonPlace = reading.placeOf(isStandard ? standard : ["tool", "poetry", "dependencies", "python"]);
  return { declarations, findings, isOpen, python, pythonPlace, name: normaliseName(named ?? ""), table: read.table };
}
