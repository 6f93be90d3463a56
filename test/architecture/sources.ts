import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));
const FOLDERS = ["packages", "apps", "test", "bench"];
const NOT_OURS = /(^|\/)(node_modules|dist|\.turbo|\.wrangler)(\/|$)|\.generated\.|\.d\.ts$/;

/** An `import`, an `export ... from` or an `import(...)`. */
export interface Import {
  line: number;
  from: string;
  /** True when it vanishes with the types. */
  typeOnly: boolean;
}

/** A TypeScript file of the repository, its path relative to the root. */
export interface Source {
  path: string;
  text: string;
  lines: string[];
  /** The text with comments and strings blanked out, line by line. */
  code: string[];
  imports: Import[];
}

/** Comments, texts, and regular expressions, which stand where no value could be divided. */
const NO_CODE = new RegExp(
  [
    String.raw`\/\*[\s\S]*?\*\/`,
    String.raw`(?<![:\\])\/\/[^\n]*`,
    String.raw`"(?:[^"\\\n]|\\.)*"`,
    String.raw`'(?:[^'\\\n]|\\.)*'`,
    "`(?:[^`\\\\$]|\\\\.|\\$(?!\\{))*`",
    String.raw`(?<=(?:[=(,:[!&|?{};>]|\breturn)\s*)\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*`,
  ].join("|"),
  "g",
);
const FROM =
  /^(?:import|export)\s+(type\s+)?((?:[\w*\s,]|\{[^}]*\})*?)\s*from\s+"([^"]+)"|^import\s+"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;

function onlyTypes(clause: string): boolean {
  const names = /^\{([^}]*)\}$/.exec(clause.trim())?.[1]?.split(",");
  return names?.every((name) => name.trim() === "" || name.trim().startsWith("type ")) ?? false;
}

function importsOf(text: string): Import[] {
  return [...text.matchAll(FROM)].map((match) => {
    const [, type, clause = "", from, bare, dynamic] = match;
    const line = text.slice(0, match.index).split("\n").length;
    return { line, from: from ?? bare ?? dynamic ?? "", typeOnly: type !== undefined || onlyTypes(clause) };
  });
}

function readSource(path: string): Source {
  const text = readFileSync(REPOSITORY + path, "utf8");
  const code = text.replace(NO_CODE, (found) => found.replace(/[^\n]/g, " ")).split("\n");
  return { path, text, lines: text.split("\n"), code, imports: importsOf(text) };
}

/** Every TypeScript file under packages, apps, test and bench. */
export const sources: readonly Source[] = FOLDERS.flatMap((folder) =>
  readdirSync(REPOSITORY + folder, { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .filter((path) => /\.tsx?$/.test(path) && !NOT_OURS.test(path))
    .sort()
    .map(readSource),
);

/** True for what only checks or builds: it runs on the machine of whoever works on the code. */
function isTooling({ path }: Source): boolean {
  return /\.test\.tsx?$|\.config\.ts$|^(test|bench)\/|\/(test|testing|scripts)\//.test(path);
}

/** What is deployed or imported by what is deployed. */
export const shipped = sources.filter((source) => !isTooling(source));

/** The lines of code in which a pattern stands, as `path:line: text`. */
export function linesWith(files: readonly Source[], pattern: RegExp, where: "code" | "lines" = "code"): string[] {
  return files.flatMap((source) =>
    source[where].flatMap((line, index) =>
      pattern.test(line) ? [`${source.path}:${index + 1}: ${source.lines[index]?.trim()}`] : [],
    ),
  );
}

/** The imports that a rule forbids, as `path:line: from`. */
export function importsThat(files: readonly Source[], isForbidden: (one: Import, source: Source) => boolean): string[] {
  return files.flatMap((source) =>
    source.imports.filter((one) => isForbidden(one, source)).map(({ line, from }) => `${source.path}:${line}: ${from}`),
  );
}
