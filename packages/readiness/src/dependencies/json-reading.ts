/** A JSON text as a value, with the lines on which its keys stand. */
export interface JsonReading {
  value: unknown;
  /** The line of a key, from 1; of one that is not there, of the nearest one around it. */
  lineOf(path: readonly string[]): number;
  /** Keys that an object has twice, of which the last one counts. */
  repeated: readonly { path: readonly string[]; line: number }[];
}

/** Deeper JSON is refused, so that no text can exhaust the stack. */
const MAX_DEPTH = 100;

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

class Malformed extends Error {}

/** Reads JSON from the front, and remembers the offset of each key. */
class Reader {
  at = 0;
  readonly keys = new Map<string, number>();
  readonly repeated: { path: readonly string[]; offset: number }[] = [];
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  space(): void {
    this.match(SPACE);
  }

  private takes(sign: string): boolean {
    this.space();
    if (this.text[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }

  private expect(sign: string): void {
    if (!this.takes(sign)) throw new Malformed();
  }

  private string(): string {
    const found = this.match(STRING);
    if (found === undefined) throw new Malformed();
    return String(JSON.parse(found));
  }

  value(path: readonly string[]): unknown {
    if (path.length > MAX_DEPTH) throw new Malformed();
    this.space();
    const char = this.text[this.at];
    if (char === "{") return this.object(path);
    if (char === "[") return this.array(path);
    if (char === '"') return this.string();
    const scalar = this.match(SCALAR);
    if (scalar === undefined || scalar === "") throw new Malformed();
    return JSON.parse(scalar);
  }

  private object(path: readonly string[]): unknown {
    this.expect("{");
    const entries = new Map<string, unknown>();
    if (this.takes("}")) return {};
    do {
      this.space();
      const offset = this.at;
      const key = this.string();
      const own = [...path, key];
      if (entries.has(key)) this.repeated.push({ path: own, offset });
      this.keys.set(own.join("\n"), offset);
      this.expect(":");
      entries.set(key, this.value(own));
    } while (this.takes(","));
    this.expect("}");
    return Object.fromEntries(entries);
  }

  private array(path: readonly string[]): unknown {
    this.expect("[");
    const items: unknown[] = [];
    if (this.takes("]")) return items;
    do items.push(this.value([...path, String(items.length)]));
    while (this.takes(","));
    this.expect("]");
    return items;
  }
}

/** Reads a JSON text, or gives the line at which it is none. */
export function readJson(source: string): JsonReading | { line: number } {
  const text = source.replace(/^\uFEFF/, "");
  const lineAt = (offset: number) => text.slice(0, offset).split("\n").length;
  const reader = new Reader(text);
  try {
    const value = reader.value([]);
    reader.space();
    if (reader.at < text.length) throw new Malformed();
    return {
      value,
      lineOf(path) {
        for (let length = path.length; length > 0; length -= 1) {
          const offset = reader.keys.get(path.slice(0, length).join("\n"));
          if (offset !== undefined) return lineAt(offset);
        }
        return 1;
      },
      repeated: reader.repeated.map(({ path, offset }) => ({ path, line: lineAt(offset) })),
    };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { line: lineAt(reader.at) };
  }
}
