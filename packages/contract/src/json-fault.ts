import type { ProblemCode } from "./problem.ts";

/** The first thing in a JSON text that we refuse: what, where in the value, and at which UTF-16 offset of the text. */
export interface JsonFault {
  code: Extract<
    ProblemCode,
    | "malformed_json"
    | "duplicate_key"
    | "forbidden_key"
    | "number_not_exact"
    | "lone_surrogate"
    | "nul_character"
    | "nesting_too_deep"
  >;
  path: string;
  offset: number;
}

const WHITESPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;

/** A decimal number in one spelling: its significant digits and the power of ten of the last one. Its sign is left out. */
function decimal(text: string): string {
  const [mantissa = "", exponent = "0"] = text.replace(/^-/, "").toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  return `${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}

/** Raised inside the scan only, to leave its recursion; never seen outside. */
class Found extends Error {
  readonly fault: JsonFault;
  constructor(fault: JsonFault) {
    super(fault.code);
    this.fault = fault;
  }
}

class Scan {
  private at = 0;
  /** Where the scan is: keys and indexes from the outermost value inwards. */
  private readonly path: (string | number)[] = [];
  private readonly text: string;
  private readonly nameKey: (key: string) => string;

  private readonly maxDepth: number;

  constructor(text: string, nameKey: (key: string) => string, maxDepth: number) {
    this.text = text;
    this.nameKey = nameKey;
    this.maxDepth = maxDepth;
  }

  document(): void {
    this.value();
    this.take(WHITESPACE);
    if (this.at < this.text.length) this.malformed();
  }

  private fail(code: JsonFault["code"], offset: number): never {
    let path = "";
    for (const step of this.path) {
      if (typeof step === "number") path += `[${step}]`;
      else path += path === "" ? this.nameKey(step) : `.${this.nameKey(step)}`;
    }
    throw new Found({ code, path, offset });
  }

  private malformed(): never {
    return this.fail(this.text.charCodeAt(this.at) === 0 ? "nul_character" : "malformed_json", this.at);
  }

  /** The text that `pattern` matches here, moving past it; `undefined` when it does not match. */
  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text)?.[0];
    if (match !== undefined) this.at += match.length;
    return match;
  }

  private value(): void {
    this.take(WHITESPACE);
    switch (this.text[this.at]) {
      case "{":
        this.object();
        break;
      case "[":
        this.array();
        break;
      case '"':
        this.string();
        break;
      default:
        if (this.take(LITERAL) === undefined) this.number();
    }
  }

  private object(): void {
    const seen = new Set<string>();
    this.list("}", () => {
      const start = this.at;
      const key = this.string();
      if (key === "__proto__") this.fail("forbidden_key", start);
      this.path.push(key);
      if (seen.has(key)) this.fail("duplicate_key", start);
      seen.add(key);
      this.take(WHITESPACE);
      this.character(":");
      this.value();
      this.path.pop();
    });
  }

  private array(): void {
    let index = 0;
    this.list("]", () => {
      this.path.push(index++);
      this.value();
      this.path.pop();
    });
  }

  /** The items between the bracket here and `end`, separated by commas. */
  private list(end: string, item: () => void): void {
    if (this.path.length >= this.maxDepth) this.fail("nesting_too_deep", this.at);
    this.at++;
    this.take(WHITESPACE);
    if (this.text[this.at] === end) {
      this.at++;
      return;
    }
    for (;;) {
      this.take(WHITESPACE);
      item();
      this.take(WHITESPACE);
      if (this.text[this.at] === end) break;
      this.character(",");
    }
    this.at++;
  }

  private character(expected: string): void {
    if (this.text[this.at] !== expected) this.malformed();
    this.at++;
  }

  private string(): string {
    const start = this.at;
    const raw = this.take(STRING);
    if (raw === undefined) {
      const nul = this.text.indexOf("\0", start);
      return nul === -1 ? this.malformed() : this.fail("nul_character", nul);
    }
    const decoded: string = raw.includes("\\") ? JSON.parse(raw) : raw.slice(1, -1);
    if (decoded.includes("\0")) this.fail("nul_character", start);
    if (!decoded.isWellFormed()) this.fail("lone_surrogate", start);
    return decoded;
  }

  private number(): void {
    const start = this.at;
    const raw = this.take(NUMBER);
    if (raw === undefined || raw === "") this.malformed();
    const value = Number(raw);
    if (Math.abs(value) > Number.MAX_SAFE_INTEGER || decimal(raw) !== decimal(String(value))) {
      this.fail("number_not_exact", start);
    }
  }
}

/**
 * Scans a JSON text for the first thing that we refuse (see `readStrictJson`), or `undefined` when there is none.
 * Recursion ends at `maxDepth`.
 */
export function findJsonFault(text: string, nameKey: (key: string) => string, maxDepth: number): JsonFault | undefined {
  try {
    new Scan(text, nameKey, maxDepth).document();
    return undefined;
  } catch (error) {
    if (error instanceof Found) return error.fault;
    throw error;
  }
}
