import type { Finding, Place } from "../finding.ts";
import type { Declaration, Purpose } from "./declaration.ts";
import { placeOf, shown, toCorrect } from "./report.ts";
import { parseRequirement } from "./requirement.ts";
import type { Table } from "./toml.ts";
import type { TomlLines } from "./toml-lines.ts";

export const PYPROJECT = "pyproject.toml";

/** Entries of one array that are read; what more of them would install is unknown. */
const MAX_ENTRIES = 1000;

/** What a group of declarations is for, and which set it is installed with. */
export interface Group {
  purpose: Purpose;
  set: string;
}

/** A `pyproject.toml` that is being read: what it holds, where things stand in it, and what was found so far. */
export class PyprojectReading {
  readonly declarations: Declaration[] = [];
  readonly findings: Finding[] = [];
  /** True when an installer takes more from somewhere that is not looked at. */
  isOpen = false;
  readonly table: Table;
  private readonly lines: TomlLines;

  constructor(table: Table, lines: TomlLines) {
    this.table = table;
    this.lines = lines;
  }

  placeOf(path: readonly string[], text?: string, occurrence = 0): Place {
    const { first, last } = text === undefined ? this.lines.of(path) : this.lines.within(path, text, occurrence);
    return placeOf(PYPROJECT, first, last);
  }

  report(code: string, severity: Finding["severity"], message: string, place: Place): void {
    this.findings.push(toCorrect(code, severity, message, place));
  }

  /** Reads an array of PEP 508 requirements at a path; what is no text and no requirement is reported. */
  requirements(value: unknown, path: readonly string[], group: Group): void {
    const severity = group.purpose === "runtime" ? "blocking" : "advisory";
    if (value === undefined) return;
    if (!Array.isArray(value)) {
      const message = `The value of ${shown(path.join("."))} has to be an array of requirements.`;
      this.report("pyproject_dependencies_invalid", severity, message, this.placeOf(path));
      return;
    }
    const counts = new Map<string, number>();
    this.isOpen ||= value.length > MAX_ENTRIES;
    for (const item of value.slice(0, MAX_ENTRIES)) {
      if (typeof item !== "string") {
        const message = `An entry of ${shown(path.join("."))} is no text.`;
        this.report("pyproject_dependencies_invalid", severity, message, this.placeOf(path));
        continue;
      }
      const occurrence = counts.get(item) ?? 0;
      counts.set(item, occurrence + 1);
      this.requirement(item, this.placeOf(path, item, occurrence), group);
    }
  }

  private requirement(text: string, place: Place, group: Group): void {
    const requirement = parseRequirement(text.trim());
    if ("refused" in requirement) {
      const severity = group.purpose === "runtime" ? "blocking" : "advisory";
      this.report("requirement_invalid", severity, `The requirement ${shown(text)} ${requirement.refused}.`, place);
      return;
    }
    const { address, ...rest } = requirement;
    this.declarations.push({ ecosystem: "python", ...rest, direct: address !== undefined, ...group, place });
  }
}
