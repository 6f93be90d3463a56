import { normaliseName } from "./declaration.ts";
import type { PyprojectReading } from "./pyproject-reading.ts";
import { shown } from "./report.ts";
import { isTable, tableIn, textIn } from "./toml.ts";

const TABLE = "dependency-groups";

/** Reads the dependency groups of PEP 735: requirements, and names of groups that are included. */
export function readDependencyGroups(reading: PyprojectReading): void {
  const groups = Object.entries(tableIn(reading.table, TABLE));
  const included = new Map<string, string[]>();
  for (const [name, value] of groups) {
    const entries = Array.isArray(value) ? value : undefined;
    const isInclude = (item: unknown) => isTable(item) && textIn(item, "include-group") !== undefined;
    const group = { purpose: "development", set: `${TABLE}.${normaliseName(name)}` } as const;
    reading.requirements(entries?.filter((item) => !isInclude(item)) ?? value, [TABLE, name], group);
    const names = (entries ?? []).filter(isTable).map((item) => normaliseName(textIn(item, "include-group") ?? ""));
    included.set(
      normaliseName(name),
      names.filter((one) => one !== ""),
    );
  }
  for (const [name] of groups) {
    const own = normaliseName(name);
    const place = reading.placeOf([TABLE, name]);
    const missing = included.get(own)?.find((one) => !included.has(one));
    if (missing !== undefined) {
      const message = `The group ${shown(name)} includes ${shown(missing)}, which is no group.`;
      reading.report("dependency_group_missing", "advisory", message, place);
    }
    if (reaches(included, own)) {
      const message = `The group ${shown(name)} includes itself.`;
      reading.report("dependency_group_cycle", "advisory", message, place);
    }
  }
}

/** Does a group come back to itself through the groups that it includes. */
function reaches(included: ReadonlyMap<string, readonly string[]>, name: string): boolean {
  const seen = new Set<string>();
  const open = [...(included.get(name) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === name) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(included.get(next) ?? []));
  }
  return false;
}
