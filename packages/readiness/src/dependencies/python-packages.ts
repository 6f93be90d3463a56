import { normaliseName } from "./declaration.ts";
import { BROUGHT_ALONG } from "./tables/brought-along.ts";
import { PACKAGES_OF_MODULE } from "./tables/import-names.ts";

/** What is known of a module: the part of its name that was recognised, and the packages that may bring it. */
export interface ModuleOrigin {
  module: string;
  packages: readonly string[];
  /** False when it is only taken to have the name of its package. */
  isKnown: boolean;
}

/** Names of packages that the tables hold: what they bring is known, and it is nothing else. */
const KNOWN_PACKAGES: ReadonlySet<string> = new Set([
  ...[...PACKAGES_OF_MODULE.values()].flat(),
  ...BROUGHT_ALONG.keys(),
  ...[...BROUGHT_ALONG.values()].flat(),
]);

/** The packages that may bring a module; of one in no table, the package of its own name. */
export function originOf(name: string): ModuleOrigin {
  const parts = name.split(".");
  for (let length = parts.length; length > 0; length -= 1) {
    const module = parts.slice(0, length).join(".");
    const packages = PACKAGES_OF_MODULE.get(module);
    if (packages !== undefined) return { module, packages, isKnown: true };
  }
  const module = parts[0] ?? name;
  const own = normaliseName(module);
  return { module, packages: [own], isKnown: KNOWN_PACKAGES.has(own) };
}

/** `python-foo`, `foo-python`, `foo-py`, `py-foo` and `pyfoo` without what only says that it is Python. */
function bareName(name: string): string {
  return name
    .replace(/^(?:python-|py-?)(?=.)/, "")
    .replace(/-(?:python|py|sdk)$/, "")
    .replaceAll("-", "");
}

/**
 * Does a declared package likely bring a module of another name: both are the same but for what says that it is Python, or
 * the name of the package starts the dotted name (`azure-ai-inference` for `azure.ai.inference`).
 */
export function isLikelyPackageOf(packageName: string, moduleName: string): boolean {
  const root = normaliseName(moduleName.split(".", 1)[0] ?? "");
  if (bareName(packageName) === bareName(root)) return true;
  const dotted = normaliseName(moduleName);
  return packageName.startsWith(`${root}-`) && `${dotted}-`.startsWith(`${packageName}-`);
}

/** May a package that is in no table bring a module that is in none: they share a word. */
export function mayBring(packageName: string, moduleName: string): boolean {
  if (KNOWN_PACKAGES.has(packageName)) return false;
  const words = new Set(
    packageName.split("-").filter((word) => word.length > 2 && word !== "python" && word !== "sdk"),
  );
  return normaliseName(moduleName.split(".", 1)[0] ?? "")
    .split("-")
    .some((word) => words.has(word));
}
