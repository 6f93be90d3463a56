import { type Declaration, normaliseName } from "./declaration.ts";
import { BROUGHT_ALONG } from "./tables/brought-along.ts";
import { PACKAGES_OF_MODULE } from "./tables/import-names.ts";

/** What is known of a module: the part of its name that was recognised, and the packages that may bring it. */
export interface ModuleOrigin {
  module: string;
  packages: readonly string[];
  /** False when it is only taken to have the name of its package. */
  isKnown: boolean;
}

/** More parts of one name are not looked up. */
const MAX_NAME_PARTS = 12;

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
    .replace(/^(?:python-?|py-?)(?=.)/, "")
    .replace(/-(?:python|py|sdk)$/, "")
    .replaceAll("-", "");
}

function wordsOf(name: string): string[] {
  return name.split("-").filter((word) => word.length > 2 && word !== "python" && word !== "sdk");
}

function listed<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Declared packages by the ways in which a module may belong to them, so that each look-up is short. */
export class PackageIndex {
  private readonly byName = new Map<string, Declaration[]>();
  private readonly byBareName = new Map<string, Declaration[]>();
  private readonly wordsOfUnknown = new Set<string>();
  /** Declared packages that are known to bring others. */
  private readonly bringers = new Set<string>();

  constructor(declarations: readonly Declaration[]) {
    for (const one of declarations) {
      if (one.ecosystem !== "python" || one.purpose === "constraint") continue;
      listed(this.byName, one.name, one);
      listed(this.byBareName, bareName(one.name), one);
      if (one.purpose !== "runtime") continue;
      if (BROUGHT_ALONG.has(one.name)) this.bringers.add(one.name);
      if (!KNOWN_PACKAGES.has(one.name)) for (const word of wordsOf(one.name)) this.wordsOfUnknown.add(word);
    }
  }

  /**
   * Declarations that bring a module: of a package that is known to, of one whose name is the same but for what says that it
   * is Python, or of one whose name starts the dotted name (`azure-ai-inference` for `azure.ai.inference`).
   */
  bringing(name: string, { packages }: ModuleOrigin): Declaration[] {
    const parts = normaliseName(name).split("-").slice(0, MAX_NAME_PARTS);
    const starts = parts.slice(1).map((_, index) => parts.slice(0, index + 2).join("-"));
    const named = [...new Set([...packages, ...starts])].flatMap((one) => this.byName.get(one) ?? []);
    return [...named, ...(this.byBareName.get(bareName(normaliseName(name.split(".", 1)[0] ?? ""))) ?? [])];
  }

  /** A declared package that comes with one of these, directly or by a step in between. */
  bringerOf(packages: readonly string[]): string | undefined {
    return [...this.bringers].find((name) => {
      const brought = BROUGHT_ALONG.get(name) ?? [];
      const further = brought.flatMap((one) => BROUGHT_ALONG.get(one) ?? []);
      return packages.some((one) => brought.includes(one) || further.includes(one));
    });
  }

  /** May a declared package that is in no table bring a module that is in none: they share a word. */
  mayBring({ module, isKnown }: ModuleOrigin): boolean {
    return !isKnown && wordsOf(normaliseName(module)).some((word) => this.wordsOfUnknown.has(word));
  }
}
