import { normaliseName } from "./declaration.ts";
import { PACKAGES_OF_MODULE } from "./tables/import-names.ts";

/** The packages that may bring a module by what is known of it; of an unknown module, the one of its own name. */
export function packagesOfModule(name: string): { packages: readonly string[]; isKnown: boolean } {
  const parts = name.split(".");
  for (let length = parts.length; length > 0; length -= 1) {
    const packages = PACKAGES_OF_MODULE.get(parts.slice(0, length).join("."));
    if (packages !== undefined) return { packages, isKnown: true };
  }
  return { packages: [normaliseName(parts[0] ?? name)], isKnown: false };
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

/** Do a package and a module share a word, so that the one may bring the other. */
export function sharesWord(packageName: string, moduleName: string): boolean {
  const words = new Set(
    packageName.split("-").filter((word) => word.length > 2 && word !== "python" && word !== "sdk"),
  );
  return normaliseName(moduleName.split(".", 1)[0] ?? "")
    .split("-")
    .some((word) => words.has(word));
}
