import type { Finding, Place } from "../finding.ts";
import type { Project } from "../project.ts";
import type { Purpose } from "./declaration.ts";
import type { ModuleImport } from "./imports.ts";
import { readJson } from "./json-reading.ts";
import { type PackageJson, SECTIONS } from "./package-json.ts";
import { folderOf } from "./paths.ts";
import { shown, toInstall } from "./report.ts";
import { isTable, tableIn } from "./toml.ts";

/** More places of one missing package are not listed. */
const MAX_PLACES = 20;

/** Names that the `package.json` files in folders below the root declare, by folder. */
function nestedDeclarations(project: Project): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>();
  for (const [path, text] of project.files) {
    if (!path.endsWith("/package.json") || path.includes("node_modules/")) continue;
    const reading = readJson(text);
    const table = "value" in reading && isTable(reading.value) ? reading.value : {};
    found.set(folderOf(path), new Set(SECTIONS.flatMap(([section]) => Object.keys(tableIn(table, section)))));
  }
  return found;
}

type Verdict = { code: string; severity: Finding["severity"]; why: string };

function judge(root: string, purposes: readonly Purpose[], isRead: boolean): Verdict | undefined {
  const module = shown(root);
  if (purposes.includes("runtime")) return undefined;
  if (purposes.includes("optional")) {
    const why = `The package ${module} is imported, and is declared only as optional.`;
    return { code: "import_only_optional", severity: "advisory", why };
  }
  if (purposes.includes("development")) {
    const why = `The package ${module} is imported, and is declared only for development.`;
    return { code: "import_only_development", severity: "blocking", why };
  }
  const why = `The package ${module} is imported and not declared.`;
  return { code: "import_undeclared", severity: isRead ? "blocking" : "advisory", why };
}

/**
 * Packages of Node that are imported and not declared, each once, with where it is imported. Scripts in a project that is no
 * project of Node (it has no `package.json` and has files of Python) are taken to be for a browser.
 */
export function missingNode(
  project: Project,
  imports: readonly ModuleImport[],
  packageJson: PackageJson | undefined,
): Finding[] {
  const nested = nestedDeclarations(project);
  const isElsewhere = packageJson === undefined && [...project.files.keys()].some((path) => path.endsWith(".py"));
  const known = packageJson ?? { declarations: [], findings: [], isRead: true };
  const purposesOf = new Map<string, Purpose[]>();
  for (const { name, purpose } of known.declarations) {
    purposesOf.set(name, [...(purposesOf.get(name) ?? []), purpose]);
  }
  const found = new Map<string, { verdict: Verdict; isNeeded: boolean; places: Place[] }>();
  for (const { ecosystem, root, optional, lazy, place } of imports) {
    if (ecosystem !== "node" || optional) continue;
    const folders = folderOf(place.path).split("/");
    const isNested = folders.some((_, index) => nested.get(folders.slice(0, index + 1).join("/"))?.has(root));
    const verdict = isNested ? undefined : judge(root, purposesOf.get(root) ?? [], known.isRead);
    if (verdict === undefined || (isElsewhere && nested.size === 0)) continue;
    const one = found.get(verdict.why) ?? { verdict, isNeeded: false, places: [] };
    found.set(verdict.why, one);
    one.isNeeded ||= !lazy;
    if (one.places.length < MAX_PLACES) one.places.push(place);
  }
  return [...found.values()].map(({ verdict: { code, severity, why }, isNeeded, places }) =>
    toInstall(code, isNeeded ? severity : "advisory", why, ...places),
  );
}
