import { type JsString, jsStrings } from "./js-strings.ts";

/** One module that a JavaScript or TypeScript file asks for. */
export interface JsImport {
  specifier: string;
  /** True when the file does without it: for types only, or inside `try`. */
  optional: boolean;
  /** True when it is asked for inside a block or by `import()`, not when the file is loaded. */
  lazy: boolean;
  /** The line of the specifier, from 1. */
  line: number;
}

const CALL = /(?:^|[^\w$.])(?:(require)(?:\s*\.\s*resolve)?|(import))\s*\(\s*$/;
const BARE = /(?:^|[^\w$.])import\s*$/;
const KEYWORD = /(?:^|[^\w$.])(?:import|export)(?![\w$])/g;

/** More names than fit into these characters are not judged one by one. */
const MAX_NAMES_CHARS = 2_000;

/** What an `import` or `export` takes, from the keyword to `from`; undefined when the string follows something else. */
function clauseOf(before: string): string | undefined {
  const end = /\bfrom\s{0,50}$/.exec(before.slice(-60))?.[0].length;
  if (end === undefined) return undefined;
  const text = before.slice(0, -end);
  const keyword = [...text.matchAll(KEYWORD)].at(-1);
  if (keyword === undefined) return undefined;
  const clause = text.slice(keyword.index + keyword[0].length);
  return /[;()=]/.test(clause) ? undefined : clause.trim();
}

/** `type X`, or names in braces each of which is a type. */
function isForTypes(clause: string): boolean {
  if (/^type\s*[\w$*{]/.test(clause) && !/^type\s*,/.test(clause)) return !/^type$/.test(clause);
  if (clause.length > MAX_NAMES_CHARS || !clause.startsWith("{") || !clause.endsWith("}")) return false;
  const names = clause
    .slice(1, -1)
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return names.length > 0 && names.every((name) => /^type\s+\S/.test(name));
}

function judge({ before, depth, isTried }: JsString): Pick<JsImport, "optional" | "lazy"> | undefined {
  const tail = before.slice(-60);
  const call = CALL.exec(tail);
  if (call !== null) return { optional: isTried, lazy: call[2] !== undefined || depth > 0 };
  if (BARE.test(tail)) return { optional: false, lazy: false };
  const clause = clauseOf(before);
  return clause === undefined ? undefined : { optional: isForTypes(clause), lazy: false };
}

/** The modules that a file names by literals in `import`, `export ... from`, `import()` and `require()`. */
export function jsImports(source: string): JsImport[] {
  const found: JsImport[] = [];
  let line = 1;
  let counted = 0;
  for (const string of jsStrings(source)) {
    const judged = judge(string);
    if (judged === undefined || string.value === "" || /[\\\n]/.test(string.value)) continue;
    line += source.slice(counted, string.start).split("\n").length - 1;
    counted = string.start;
    found.push({ specifier: string.value, ...judged, line });
  }
  return found;
}
