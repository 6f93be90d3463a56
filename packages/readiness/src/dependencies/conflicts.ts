import type { Finding } from "../finding.ts";
import type { Declaration } from "./declaration.ts";
import { whereAllHold } from "./environment.ts";
import type { Pythons } from "./pythons.ts";
import { shown, toCorrect } from "./report.ts";
import { commonVersion } from "./specifier.ts";

/** Of more declarations of one package than these the rest is not compared: pairs grow with the square. */
const MAX_DECLARATIONS_OF_ONE = 40;

/** Contradictions of one project whose markers are compared, which takes a look at hundreds of environments each. */
const MAX_COMPARED = 200;

/** More declarations are not named in one sentence; their places are listed anyway. */
const MAX_DESCRIBED = 4;

const isInstalledFirst = ({ purpose }: Declaration) => purpose === "runtime" || purpose === "constraint";

/** Declarations that one install reads together: those of one set, and all that are needed to run. */
function areTogether(one: Declaration, other: Declaration): boolean {
  return one.set === other.set || isInstalledFirst(one) || isInstalledFirst(other);
}

function described({ name, specifier }: Declaration): string {
  return shown(`${name}${specifier}`);
}

/** How bad it is that these contradict each other, or undefined when no environment reads all of them. */
function severityOf(declarations: readonly Declaration[], pythons: Pythons): Finding["severity"] | undefined {
  const where = whereAllHold(
    declarations.map(({ marker }) => marker),
    pythons,
  );
  if (where === "nowhere") return undefined;
  return where === "here" && declarations.every(isInstalledFirst) ? "blocking" : "advisory";
}

/** What is asked for every conflict of a project: its Pythons, and how many more may be looked into. */
interface Asked {
  pythons: Pythons;
  left: number;
}

function conflictOf(declarations: readonly Declaration[], asked: Asked): Finding | undefined {
  const { pythons } = asked;
  if (commonVersion(declarations.map(({ specifier }) => specifier)) !== undefined) return undefined;
  if (asked.left === 0) return undefined;
  asked.left -= 1;
  const severity = severityOf(declarations, pythons);
  if (severity === undefined) return undefined;
  const [one] = declarations;
  const places = declarations.map(({ place }) => place);
  const message =
    declarations.length === 1 && one !== undefined
      ? `No version satisfies ${described(one)}.`
      : `No version satisfies all of ${declarations.slice(0, MAX_DESCRIBED).map(described).join(" and ")}.`;
  return toCorrect("dependency_versions_conflict", severity, message, ...places);
}

function pairsOf(declarations: readonly Declaration[]): [Declaration, Declaration][] {
  return declarations.flatMap((one, index) =>
    declarations
      .slice(index + 1)
      .filter((other) => areTogether(one, other))
      .map((other): [Declaration, Declaration] => [one, other]),
  );
}

/** Whatever contradicts about one package: a declaration in itself, two of them, or else all that an install reads. */
function conflictsOf(declarations: readonly Declaration[], asked: Asked): Finding[] {
  const alone = declarations.map((one) => conflictOf([one], asked));
  const sound = declarations.filter((_, index) => alone[index] === undefined);
  const pairs = pairsOf(sound).map((pair) => conflictOf(pair, asked));
  const found = [...alone, ...pairs].filter((one) => one !== undefined);
  const first = sound.filter(isInstalledFirst);
  const together = found.length === 0 && first.length > 2 ? conflictOf(first, asked) : undefined;
  return together === undefined ? found : [together];
}

/** Packages of Python whose declarations no version satisfies. */
export function conflictFindings(all: readonly Declaration[], pythons: Pythons): Finding[] {
  const byName = new Map<string, Declaration[]>();
  for (const one of all.filter(({ ecosystem, direct }) => ecosystem === "python" && !direct)) {
    const same = byName.get(one.name) ?? [];
    if (same.length < MAX_DECLARATIONS_OF_ONE) same.push(one);
    byName.set(one.name, same);
  }
  const needed = new Set(all.filter(({ purpose }) => purpose !== "constraint").map(({ name }) => name));
  const asked: Asked = { pythons, left: MAX_COMPARED };
  return [...byName].flatMap(([name, same]) => (needed.has(name) ? conflictsOf(same, asked) : []));
}
