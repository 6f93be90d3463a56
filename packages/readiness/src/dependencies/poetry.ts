import { normaliseName } from "./declaration.ts";
import { parseMarker } from "./marker.ts";
import { specifierOfPoetry } from "./poetry-version.ts";
import type { Group, PyprojectReading } from "./pyproject-reading.ts";
import { shown } from "./report.ts";
import { isPackageName } from "./requirement.ts";
import { clausesOf } from "./specifier.ts";
import { isTable, type Table, tableIn, textIn } from "./toml.ts";

const DIRECT_KEYS = ["git", "path", "url", "file"];
const RUNTIME: Group = { purpose: "runtime", set: "tool.poetry.dependencies" };

function textsIn(table: Table, key: string): string[] {
  const value = table[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** The marker of a table; poetry has a key of its own for Pythons, which says the same. */
function markerOf(table: Table): string {
  const python = specifierOfPoetry(textIn(table, "python") ?? "") ?? "";
  const pythons = clausesOf(python).map((clause) => {
    const [, operator = "", version = ""] = /^([=<>!~]+)\s*(.*)$/.exec(clause) ?? [];
    return `python_full_version ${operator} "${version}"`;
  });
  const markers = textIn(table, "markers");
  return [...(markers === undefined ? [] : [pythons.length > 0 ? `(${markers})` : markers]), ...pythons].join(" and ");
}

/** One constraint of a package: `"^1.2"`, or a table with the version and more. */
function readConstraint(reading: PyprojectReading, name: string, value: unknown, path: string[], group: Group): void {
  const place = reading.placeOf(path);
  const severity = group.purpose === "runtime" ? "blocking" : "advisory";
  const table = isTable(value) ? value : {};
  const direct = DIRECT_KEYS.some((key) => Object.hasOwn(table, key));
  const constraint = typeof value === "string" ? value : (textIn(table, "version") ?? (direct ? "*" : undefined));
  const specifier = constraint === undefined ? undefined : specifierOfPoetry(constraint);
  const marker = markerOf(table);
  if (specifier === undefined || !isPackageName(name)) {
    const what = constraint === undefined ? "no version" : `the version ${shown(constraint)}, which cannot be read`;
    reading.report("requirement_invalid", severity, `The dependency ${shown(name)} has ${what}.`, place);
  } else if (marker !== "" && parseMarker(marker) === undefined) {
    const message = `The dependency ${shown(name)} has a marker that cannot be read.`;
    reading.report("requirement_invalid", severity, message, place);
  } else {
    const extras = textsIn(table, "extras").map(normaliseName);
    const isOptional = table.optional === true && group.purpose === "runtime";
    const into: Group = isOptional ? { purpose: "optional", set: group.set } : group;
    const declared = { name: normaliseName(name), extras, specifier, marker, direct };
    reading.declarations.push({ ecosystem: "python", ...declared, ...into, place });
  }
}

function readGroup(reading: PyprojectReading, keys: string[], group: Group): void {
  for (const [name, value] of Object.entries(tableIn(reading.table, ...keys))) {
    if (name.toLowerCase() === "python") continue;
    // Several constraints of one package stand in an array, each with the marker that it is for.
    for (const one of Array.isArray(value) ? value : [value])
      readConstraint(reading, name, one, [...keys, name], group);
  }
}

/** Reads what poetry declares; `[project]` is read by whoever calls. */
export function readPoetry(reading: PyprojectReading): void {
  readGroup(reading, ["tool", "poetry", "dependencies"], RUNTIME);
  const old = ["tool", "poetry", "dev-dependencies"];
  readGroup(reading, old, { purpose: "development", set: old.join(".") });
  for (const [name, group] of Object.entries(tableIn(reading.table, "tool", "poetry", "group"))) {
    // The group `main` is another name for the dependencies themselves.
    const isOptional = isTable(group) && group.optional === true;
    const purpose = name === "main" ? "runtime" : isOptional ? "optional" : "development";
    const keys = ["tool", "poetry", "group", name, "dependencies"];
    readGroup(reading, keys, { purpose, set: keys.join(".") });
  }
}

/** What poetry says about Python itself, as a PEP 440 specifier; undefined when nothing is said, empty for any. */
export function pythonOfPoetry(reading: PyprojectReading): string | undefined {
  const keys = ["tool", "poetry", "dependencies"];
  const python = textIn(tableIn(reading.table, ...keys), "python");
  if (python === undefined) return undefined;
  const specifier = specifierOfPoetry(python);
  if (specifier !== undefined) return specifier;
  const message = `The Python version ${shown(python)} cannot be read.`;
  reading.report("requires_python_invalid", "blocking", message, reading.placeOf([...keys, "python"]));
  return "";
}
