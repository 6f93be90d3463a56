/** A string of JavaScript, as it stands in its file. */
export interface JsString {
  /** What is between the quotes, escapes as they stand. */
  value: string;
  start: number;
  end: number;
  /** Code before it on the way back to the last string, without comments; at most some thousand characters. */
  before: string;
  /** Curly braces that are open around it. */
  depth: number;
  /** True when one of them is the body of a `try`. */
  isTried: boolean;
}

/** More code before a string is forgotten: no import statement is that long. */
const MAX_BEFORE_CHARS = 4_000;

/** After these a slash divides nothing and starts a regular expression. */
const BEFORE_PATTERN =
  /(?:^|[=(,:[!&|?{};>+\-*%~^]|\b(?:return|typeof|case|in|of|do|else|void|delete|await|yield))\s*$/;

type Brace = "try" | "template" | "other";

/** One walk through a file of JavaScript or TypeScript. */
class Walk {
  readonly found: JsString[] = [];
  private at = 0;
  private before: string[] = [];
  private beforeChars = 0;
  private readonly braces: Brace[] = [];
  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  run(): JsString[] {
    while (this.at < this.source.length) this.step();
    return this.found;
  }

  private step(): void {
    const { source, at } = this;
    const char = source[at];
    if (char === "/" && source[at + 1] === "/") this.at = endOf(source, at, "\n");
    else if (char === "/" && source[at + 1] === "*") {
      this.at = Math.min(source.length, endOf(source, at + 2, "*/") + 2);
      this.keep(" ");
    } else if (char === '"' || char === "'") this.string(char);
    else if (char === "`") this.template(at + 1, true);
    else if (char === "/" && BEFORE_PATTERN.test(this.tail(20))) this.pattern();
    else {
      if (char === "{") this.braces.push(/\btry\s*$/.test(this.tail(20)) ? "try" : "other");
      if (char === "}" && this.braces.pop() === "template") {
        this.template(at + 1, false);
        return;
      }
      this.keep(char ?? "");
      this.at += 1;
    }
  }

  private keep(text: string): void {
    this.before.push(text);
    this.beforeChars += text.length;
    if (this.beforeChars > 2 * MAX_BEFORE_CHARS) {
      this.before = [this.before.join("").slice(-MAX_BEFORE_CHARS)];
      this.beforeChars = MAX_BEFORE_CHARS;
    }
  }

  /** The last pieces of code, as many as there are characters wanted: a piece has at least one. */
  private tail(chars: number): string {
    return this.before.slice(-chars).join("").slice(-chars);
  }

  private add(start: number, end: number): void {
    const value = this.source.slice(start + 1, end - 1);
    const before = this.before.join("").slice(-MAX_BEFORE_CHARS);
    const isTried = this.braces.includes("try");
    this.found.push({ value, start, end, before, depth: this.braces.length, isTried });
    // A digit stands for the string: after it a slash divides.
    this.before = ["0"];
    this.beforeChars = 1;
    this.at = end;
  }

  private string(quote: string): void {
    let at = this.at + 1;
    while (at < this.source.length && this.source[at] !== quote && this.source[at] !== "\n") {
      at += this.source[at] === "\\" ? 2 : 1;
    }
    // A string that its line does not close ends before the line does.
    const isClosed = this.source[at] === quote;
    this.add(this.at, Math.min(isClosed ? at + 1 : at, this.source.length));
  }

  /** Reads the text of a template until it ends or a field starts. */
  private template(from: number, isWhole: boolean): void {
    let at = from;
    while (at < this.source.length && this.source[at] !== "`") {
      if (this.source[at] === "$" && this.source[at + 1] === "{") {
        this.braces.push("template");
        this.keep("(");
        this.at = at + 2;
        return;
      }
      at += this.source[at] === "\\" ? 2 : 1;
    }
    const end = Math.min(at + 1, this.source.length);
    if (isWhole) this.add(from - 1, end);
    else {
      this.keep("0");
      this.at = end;
    }
  }

  private pattern(): void {
    let at = this.at + 1;
    let isInClass = false;
    while (at < this.source.length && this.source[at] !== "\n") {
      const char = this.source[at];
      if (char === "/" && !isInClass) break;
      if (char === "[") isInClass = true;
      else if (char === "]") isInClass = false;
      at += char === "\\" ? 2 : 1;
    }
    this.keep("0");
    this.at = at + 1;
  }
}

function endOf(source: string, from: number, sign: string): number {
  const end = source.indexOf(sign, from);
  return end < 0 ? source.length : end;
}

/** The strings of a JavaScript or TypeScript file in order, and templates without fields. */
export function jsStrings(source: string): JsString[] {
  return new Walk(source).run();
}
