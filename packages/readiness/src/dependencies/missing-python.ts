import type { Finding, Place } from "../finding.ts";
import type { Declaration } from "./declaration.ts";
import { whereAllHold } from "./environment.ts";
import type { ModuleImport } from "./imports.ts";
import { originOf, PackageIndex } from "./python-packages.ts";
import type { Pythons } from "./pythons.ts";
import { shown, toInstall } from "./report.ts";

/** What is known of the packages of a project when its imports are looked up. */
export interface PythonPackages {
  declarations: readonly Declaration[];
  /** True when more may be installed than is known. */
  isOpen: boolean;
  pythons: Pythons;
  /** The normalised name of the project itself. */
  project: string;
}

/** More places of one missing module are not listed. */
const MAX_PLACES = 20;

type Verdict = { code: string; severity: Finding["severity"]; why: string };

/** Judges one module: undefined when a declared package brings it. */
function judge(name: string, index: PackageIndex, known: PythonPackages): Verdict | undefined {
  const origin = originOf(name);
  const { packages, isKnown } = origin;
  const module = shown(origin.module);
  const bringing = index.bringing(name, origin);
  const here = bringing.filter(({ marker }) => whereAllHold([marker], known.pythons) === "here");
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
  const bringer = index.bringerOf(packages);
  if (bringer !== undefined) {
    const why = `The module ${module} is imported, is not declared, and comes only with ${shown(bringer)}.`;
    return { code: "import_transitive", severity: "advisory", why };
  }
  const [first = ""] = packages;
  const hint = isKnown && first !== origin.module ? `; it belongs to the package ${shown(first)}` : "";
  const why = `The module ${module} is imported and no declared dependency brings it${hint}.`;
  const isUnsure = known.isOpen || index.mayBring(origin);
  return { code: "import_undeclared", severity: isUnsure ? "advisory" : "blocking", why };
}

/** Modules of Python that are imported and that no declared dependency brings, each once, with where it is imported. */
export function missingPython(imports: readonly ModuleImport[], known: PythonPackages): Finding[] {
  const index = new PackageIndex(known.declarations);
  const found = new Map<string, { verdict: Verdict; isNeeded: boolean; places: Place[] }>();
  const verdicts = new Map<string, Verdict | undefined>();
  for (const { ecosystem, name, optional, lazy, place } of imports) {
    if (ecosystem !== "python" || optional) continue;
    if (!verdicts.has(name)) verdicts.set(name, judge(name, index, known));
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
