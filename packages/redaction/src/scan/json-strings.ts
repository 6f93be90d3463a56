import type { Span } from "./scan.ts";

// JSON that agents print must stay JSON, whatever is found in it: a finding never reaches beyond the string that it lies in.

/** Where the insides of the strings lie, ascending, start and end of each in turn, and where the value ends. */
type Strings = { bounds: number[]; end: number };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LITERAL = /(?:-?(?:0|[1-9]\d{0,400})(?:\.\d{1,400})?(?:[eE][-+]?\d{1,9})?|true|false|null)(?=[\s,:}\]]|$)/y;
const ESCAPE = /u[0-9a-fA-F]{4}|["\\/bfnrt]/y;

function skipBlanks(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at += 1;
  }
}

/** Where the string ends whose inside begins at `from`: the index of its closing quote, or -1 - index where it goes wrong. */
function stringEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code < 0x20) return -1 - at;
    if (code !== BACKSLASH) continue;
    ESCAPE.lastIndex = at + 1;
    if (!ESCAPE.test(text)) return -1 - at;
    at = ESCAPE.lastIndex - 1;
  }
  return -1 - text.length;
}

type Wanted = "value" | "value or end" | "name" | "name or end" | "next";

/** Reads the JSON value that starts at `from`. If `end` is negative, the text is no JSON from `-1 - end` on. */
function readJson(text: string, from: number): Strings {
  const bounds: number[] = [];
  /** For each open container what closes it. */
  const open: string[] = [];
  let at = from;
  let wants: Wanted = "value";
  for (;;) {
    at = skipBlanks(text, at);
    const sign = text.charAt(at);
    if (wants === "next") {
      const close = open.at(-1);
      if (sign === ",") wants = close === "}" ? "name" : "value";
      else if (sign === close && sign !== "") open.pop();
      else return { bounds, end: -1 - at };
      at += 1;
    } else if ((wants === "value or end" || wants === "name or end") && sign === open.at(-1)) {
      open.pop();
      at += 1;
      wants = "next";
    } else if (sign === '"') {
      const end = stringEnd(text, at + 1);
      if (end < 0) return { bounds, end };
      bounds.push(at + 1, end);
      at = end + 1;
      const isName: boolean = wants === "name" || wants === "name or end";
      if (isName) {
        at = skipBlanks(text, at);
        if (text.charAt(at) !== ":") return { bounds, end: -1 - at };
        at += 1;
      }
      wants = isName ? "value" : "next";
    } else if (wants === "name" || wants === "name or end") return { bounds, end: -1 - at };
    else if (sign === "{" || sign === "[") {
      open.push(sign === "{" ? "}" : "]");
      wants = sign === "{" ? "name or end" : "value or end";
      at += 1;
    } else {
      LITERAL.lastIndex = at;
      if (!LITERAL.test(text)) return { bounds, end: -1 - at };
      at = LITERAL.lastIndex;
      wants = "next";
    }
    if (wants === "next" && open.length === 0) return { bounds, end: at };
  }
}

/** Where JSON may begin on a line: at its start, or behind the time and level of a log. */
const BEGINNINGS = /[{[]|^[ \t]*"/gm;
const MAX_BEGINNINGS_A_LINE = 4;
const REST_OF_LINE = /[ \t]*(?:\r?\n|$)/y;

/** Where something may be replaced: all but the structure of the JSON values that end their lines; start and end of each stretch. */
function replaceable(text: string): number[] {
  const stretches = [0];
  // Reads no more than twice the text, also where brackets open that nothing closes.
  let lost = 0;
  let tried = 0;
  let line = -1;
  BEGINNINGS.lastIndex = 0;
  for (let match = BEGINNINGS.exec(text); match !== null && lost < text.length; match = BEGINNINGS.exec(text)) {
    const lineBreak = text.indexOf("\n", match.index);
    if (lineBreak !== line) tried = 0;
    line = lineBreak;
    tried += 1;
    const { bounds, end } = readJson(text, match.index);
    REST_OF_LINE.lastIndex = end;
    if (end >= 0 && REST_OF_LINE.test(text)) {
      stretches.push(match.index);
      for (const bound of bounds) stretches.push(bound);
      stretches.push(end);
      BEGINNINGS.lastIndex = end;
    } else {
      lost += (end < 0 ? -1 - end : end) - match.index + 1;
      if (tried < MAX_BEGINNINGS_A_LINE) continue;
      if (lineBreak < 0) break;
      BEGINNINGS.lastIndex = lineBreak;
    }
  }
  stretches.push(text.length);
  return stretches;
}

/** The index of the first stretch that ends behind `at`. */
function stretchAt(stretches: readonly number[], at: number): number {
  let low = 0;
  let high = stretches.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[2 * middle + 1] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Cuts what was found in JSON into the parts that lie inside of strings, one for each: a key whose lines are the elements of an
 * array leaves as many elements as there were. What replaces a number brings its own quotes and stays.
 */
export function withinStrings(text: string, spans: readonly Span[]): readonly Span[] {
  // What holds no quote crosses none, and outside of strings there is nothing else to find.
  if (spans.every(({ start, end, literal }) => literal === undefined && !text.slice(start, end).includes('"')))
    return spans;
  const stretches = replaceable(text);
  if (stretches.length === 2) return spans;
  const parts: Span[] = [];
  for (const span of spans) {
    if (span.literal !== undefined && text.charAt((stretches[2 * stretchAt(stretches, span.start)] ?? 0) - 1) !== '"') {
      parts.push(span);
      continue;
    }
    for (let index = 2 * stretchAt(stretches, span.start); (stretches[index] ?? span.end) < span.end; index += 2) {
      const start = Math.max(span.start, stretches[index] ?? 0);
      const end = Math.min(span.end, stretches[index + 1] ?? 0);
      if (start < end) parts.push({ start, end, rule: span.rule });
    }
  }
  return parts;
}
