import { validRange } from "@renovatebot/pep440";
import { type Marker, parseMarker, type Term } from "./marker.ts";
import type { Pythons } from "./pythons.ts";
import { isWithin } from "./specifier.ts";

type Environment = Readonly<Record<string, string>>;

/** Facts that go together: no system is `win32` and `posix` at once. Agents run on the first. */
const PLATFORMS: readonly Environment[] = [
  { sys_platform: "linux", os_name: "posix", platform_system: "Linux" },
  { sys_platform: "darwin", os_name: "posix", platform_system: "Darwin" },
  { sys_platform: "win32", os_name: "nt", platform_system: "Windows" },
];

/** Pythons that are tried beside those that the markers name. */
const PYTHONS = ["3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14"];
const PYTHON = new Set(["python_version", "python_full_version"]);
const PLATFORM = new Set(Object.keys(PLATFORMS[0] ?? {}));

/** More combinations than these are not tried: the markers then count as apart, so that nothing is claimed unseen. */
const MAX_ENVIRONMENTS = 400;

function textOf(term: Term, environment: Environment): string {
  return "literal" in term ? term.literal : (environment[term.variable] ?? "");
}

function compare(left: string, operator: string, right: string): boolean {
  if (operator === "in") return right.includes(left);
  if (operator === "not in") return !right.includes(left);
  if (validRange(`${operator}${right}`) && validRange(`==${left}`)) return isWithin(left, `${operator}${right}`);
  if (operator === "==" || operator === "===") return left === right;
  if (operator === "!=") return left !== right;
  if (operator.startsWith("<")) return left < right || (operator === "<=" && left === right);
  return left > right || (operator === ">=" && left === right);
}

function holds(marker: Marker, environment: Environment): boolean {
  if (marker.kind === "compare") {
    return compare(textOf(marker.left, environment), marker.operator, textOf(marker.right, environment));
  }
  return marker.kind === "and"
    ? marker.parts.every((part) => holds(part, environment))
    : marker.parts.some((part) => holds(part, environment));
}

type Comparison = Extract<Marker, { kind: "compare" }>;

function comparisons(marker: Marker): Comparison[] {
  return marker.kind === "compare" ? [marker] : marker.parts.flatMap((part) => comparisons(part));
}

/** What each variable is compared with. */
function literalsOf(markers: readonly Marker[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { left, right } of markers.flatMap((marker) => comparisons(marker))) {
    const variable = "variable" in left ? left.variable : "variable" in right ? right.variable : "";
    const literal = "literal" in right ? right.literal : "literal" in left ? left.literal : "";
    const known = found.get(variable) ?? new Set<string>();
    found.set(variable, known.add(literal));
  }
  return found;
}

function pythonsOf(literals: ReadonlyMap<string, Set<string>>): Environment[] {
  const named = [...PYTHON].flatMap((variable) => [...(literals.get(variable) ?? [])]);
  const versions = named.flatMap((text) => text.match(/\d+\.\d+(?:\.\d+)?/g) ?? []);
  const full = new Set(
    [...PYTHONS, ...versions].flatMap((version) => {
      const [major = "3", minor = "0", micro] = version.split(".");
      const patches = micro === undefined ? ["0", "99"] : [micro, String(Number(micro) + 1), "0"];
      return patches.map((patch) => `${major}.${minor}.${patch}`);
    }),
  );
  return [...full].map((version) => ({
    python_full_version: version,
    python_version: version.split(".").slice(0, 2).join("."),
  }));
}

function environmentsFor(markers: readonly Marker[], platform: Environment): Environment[] {
  const literals = literalsOf(markers);
  let environments = pythonsOf(literals).map((python) => ({ ...platform, ...python }) as Environment);
  for (const [variable, values] of literals) {
    if (PYTHON.has(variable) || PLATFORM.has(variable)) continue;
    const choices = [...values, "another"];
    if (environments.length * choices.length > MAX_ENVIRONMENTS) return [];
    environments = environments.flatMap((one) => choices.map((value) => ({ ...one, [variable]: value })));
  }
  return environments;
}

/**
 * Where markers hold at once: `here`, on Linux and the Python of the agent, `elsewhere`, on another system or Python that the
 * project allows, or `nowhere`. No marker holds everywhere, an invalid one nowhere.
 */
export function whereAllHold(texts: readonly string[], pythons: Pythons): "here" | "elsewhere" | "nowhere" {
  const markers: Marker[] = [];
  for (const text of texts.filter((one) => one !== "")) {
    const marker = parseMarker(text);
    if (marker === undefined) return "nowhere";
    markers.push(marker);
  }
  if (markers.length === 0) return "here";
  let isElsewhere = false;
  for (const [index, platform] of PLATFORMS.entries()) {
    for (const environment of environmentsFor(markers, platform)) {
      const version = environment.python_full_version ?? "";
      const isAllowed = isWithin(version, pythons.allowed);
      if (!isAllowed || !markers.every((one) => holds(one, environment))) continue;
      if (index === 0 && isWithin(version, pythons.agent)) return "here";
      isElsewhere = true;
    }
  }
  return isElsewhere ? "elsewhere" : "nowhere";
}
