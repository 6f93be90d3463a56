import type { Finding, Place } from "../finding.ts";
import type { Declaration } from "./declaration.ts";
import { whereAllHold } from "./environment.ts";
import type { ModuleImport } from "./imports.ts";
import { isLikelyPackageOf, mayBring, originOf } from "./python-packages.ts";
import { shown, toInstall } from "./report.ts";
import { BROUGHT_ALONG } from "./tables/brought-along.ts";

/** What is known of the packages of a project when its imports are looked up. */
export interface PythonPackages {
  declarations: readonly Declaration[];
  /** True when more may be installed than is known. */
  isOpen: boolean;
  /** The `requires-python`, or empty. */
  python: string;
  /** The normalised name of the project itself. */
  project: string;
}

/** More places of one missing module are not listed. */
const MAX_PLACES = 20;

type Verdict = { code: string; severity: Finding["severity"]; why: string };

/** Does one of these packages come with something that is declared, directly or by a step in between. */
function bringerOf(packages: readonly string[], declared: readonly string[]): string | undefined {
  return declared.find((name) => {
    const brought = BROUGHT_ALONG.get(name) ?? [];
    const further = brought.flatMap((one) => BROUGHT_ALONG.get(one) ?? []);
    return packages.some((one) => brought.includes(one) || further.includes(one));
  });
}

/** Judges one module: undefined when a declared package brings it. */
function judge(name: string, known: PythonPackages): Verdict | undefined {
  const { module: recognised, packages, isKnown } = originOf(name);
  const module = shown(recognised);
  const brings = (one: Declaration) => packages.includes(one.name) || isLikelyPackageOf(one.name, name);
  const bringing = known.declarations.filter((one) => one.purpose !== "constraint" && brings(one));
  const here = bringing.filter(({ marker }) => whereAllHold([marker], known.python) === "linux");
  if (here.some(({ purpose }) => purpose === "runtime") || packages.includes(known.project)) return undefined;
  if (here.some(({ purpose }) => purpose === "optional")) {
    const why = `The module ${module} is imported, and its package is declared only as optional.`;
    return { code: "import_only_optional", severity: "advisory", why };
  }
  if (here.length > 0) {
    const why = `The module ${module} is imported, and its package is declared only for development.`;
    return { code: "import_only_development", severity: "blocking", why };
  }
  if (bringing.length > 0) {
    const why = `The module ${module} is imported, and its package is declared only for other systems or Pythons.`;
    return { code: "import_only_elsewhere", severity: "blocking", why };
  }
  const declared = known.declarations.filter(({ purpose }) => purpose === "runtime").map((one) => one.name);
  const bringer = bringerOf(packages, declared);
  if (bringer !== undefined) {
    const why = `The module ${module} is imported, is not declared, and comes only with ${shown(bringer)}.`;
    return { code: "import_transitive", severity: "advisory", why };
  }
  const [first = ""] = packages;
  const hint = isKnown && first !== recognised ? `; it belongs to the package ${shown(first)}` : "";
  const why = `The module ${module} is imported and no declared dependency brings it${hint}.`;
  const isUnsure = known.isOpen || (!isKnown && declared.some((one) => mayBring(one, name)));
  return { code: "import_undeclared", severity: isUnsure ? "advisory" : "blocking", why };
}

/** Modules of Python that are imported and that no declared dependency brings, each once, with where it is imported. */
export function missingPython(imports: readonly ModuleImport[], known: PythonPackages): Finding[] {
  const found = new Map<string, { verdict: Verdict; isNeeded: boolean; places: Place[] }>();
  const verdicts = new Map<string, Verdict | undefined>();
  for (const { ecosystem, name, optional, lazy, place } of imports) {
    if (ecosystem !== "python" || optional) continue;
    if (!verdicts.has(name)) verdicts.set(name, judge(name, known));
    const verdict = verdicts.get(name);
    if (verdict === undefined) continue;
    const one = found.get(verdict.why) ?? { verdict, isNeeded: false, places: [] };
    found.set(verdict.why, one);
    one.isNeeded ||= !lazy;
    const isListed = one.places.some(({ path, first }) => path === place.path && first === place.first);
    if (!isListed && one.places.length < MAX_PLACES) one.places.push(place);
  }
  return [...found.values()].map(({ verdict: { code, severity, why }, isNeeded, places }) =>
    toInstall(code, isNeeded ? severity : "advisory", why, ...places),
  );
}
