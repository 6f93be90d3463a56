/** A key of a TOML file with the lines of its value. */
export interface TomlEntry {
  /** Tables and key; the tables of an array are numbered: `[[package]]` gives `package`, `0`. */
  path: readonly string[];
  /** Lines of the file, from 1. */
  first: number;
  last: number;
}

/** A string, a comment, a line break, or a sign that opens or closes. */
const PIECE = /"""(?:[^\\]|\\[\s\S])*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#[^\n]*|[[\]{}\n]/g;

/** The parts of a dotted key: `tool."a.b".c`. */
function partsOf(key: string): string[] {
  const parts = key.match(/"(?:[^"\\]|\\.)*"|'[^']*'|[^\s."']+/g) ?? [];
  return parts.map((part) => (/^["']/.test(part) ? part.slice(1, -1) : part));
}

/** Statements of a TOML file: what stands between line breaks that are in no string and no bracket. */
function statementsOf(text: string): { text: string; first: number; last: number }[] {
  const found: { text: string; first: number; last: number }[] = [];
  let depth = 0;
  let start = 0;
  let first = 1;
  let line = 1;
  for (const match of text.matchAll(PIECE)) {
    const [piece] = match;
    if (piece === "[" || piece === "{") depth += 1;
    else if (piece === "]" || piece === "}") depth -= 1;
    else if (piece !== "\n") line += piece.split("\n").length - 1;
    else {
      if (depth <= 0) {
        found.push({ text: text.slice(start, match.index), first, last: line });
        start = match.index + 1;
        first = line + 1;
        depth = 0;
      }
      line += 1;
    }
  }
  found.push({ text: text.slice(start), first, last: line });
  return found;
}

/** The keys of a valid TOML file in order, with their lines; tables themselves are entries of one line. */
export function tomlEntries(text: string): TomlEntry[] {
  const found: TomlEntry[] = [];
  const counts = new Map<string, number>();
  let table: string[] = [];
  for (const statement of statementsOf(text.replaceAll("\r\n", "\n"))) {
    const { first, last } = statement;
    const trimmed = statement.text.trim();
    const header = /^(\[\[?)([^\n]*?)\]\]?\s*(?:#|$)/.exec(trimmed);
    if (header !== null) {
      table = partsOf(header[2] ?? "");
      if (header[1] === "[[") {
        const name = table.join("\n");
        const count = counts.get(name) ?? 0;
        counts.set(name, count + 1);
        table.push(String(count));
      }
      found.push({ path: table, first, last });
      continue;
    }
    const key = /^(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_.\-\t ])+(?==)/.exec(trimmed)?.[0];
    if (key !== undefined) found.push({ path: [...table, ...partsOf(key)], first, last });
  }
  return found;
}

/** Finds lines in one TOML file. */
export interface TomlLines {
  /** The lines of a key, or of the nearest table or key around it. */
  of(path: readonly string[]): { first: number; last: number };
  /** The line on which a text stands inside the value of a key; the lines of the key when it is on none. */
  within(path: readonly string[], text: string, occurrence?: number): { first: number; last: number };
}

export function tomlLines(text: string): TomlLines {
  const entries = tomlEntries(text);
  const byPath = new Map<string, TomlEntry>();
  for (const entry of entries) {
    const key = entry.path.join("\n");
    if (!byPath.has(key)) byPath.set(key, entry);
  }
  const lines = text.split(/\r?\n/);
  const of = (path: readonly string[]) => {
    for (let length = path.length; length > 0; length -= 1) {
      const entry = byPath.get(path.slice(0, length).join("\n"));
      if (entry !== undefined) return { first: entry.first, last: entry.last };
    }
    return { first: 1, last: 1 };
  };
  return {
    of,
    within(path, wanted, occurrence = 0) {
      const { first, last } = of(path);
      const hits: number[] = [];
      const spellings = [JSON.stringify(wanted), `'${wanted}'`];
      for (let line = first; line <= last; line += 1) {
        if (spellings.some((one) => lines[line - 1]?.includes(one))) hits.push(line);
      }
      const hit = hits[occurrence] ?? hits[0];
      return hit === undefined ? { first, last } : { first: hit, last: hit };
    },
  };
}
