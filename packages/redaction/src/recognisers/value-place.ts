import { isIn, LETTER, LINE_BREAK, runEnd, SPACE, VALUE_END } from "../scan/characters.ts";
import type { Scan } from "../scan/scan.ts";
import type { Standing } from "../values/judge-value.ts";

/** Where the value beside a name stands. */
export type ValuePlace = {
  start: number;
  end: number;
  standing: Standing;
  quoted: boolean;
  /** The quote around the name, or "". */
  nameQuote: string;
  separator: string;
  /** For values that hold blanks (cookies): the end of the string around name and value, or of the line. */
  enclosedUntil: number;
  /** An unquoted plain word with more words behind it: `password: must be longer`. */
  readsOn: boolean;
};

const MAX_BLANKS = 40;
const MAX_ESCAPES = 31;
const BACKSLASH = 0x5c;
const QUOTES = "\"'`";

type Quote = { code: number; escapes: number; end: number };

/** A quote at `at`, with the backslashes before it that nested encodings add. */
function quoteAt(text: string, at: number): Quote | undefined {
  let end = at;
  while (end - at < MAX_ESCAPES && text.charCodeAt(end) === BACKSLASH) end += 1;
  const character = text.charAt(end);
  if (character === "" || !QUOTES.includes(character)) return undefined;
  return { code: text.charCodeAt(end), escapes: end - at, end: end + 1 };
}

const SEPARATOR = /(?:=>|:=|\?=|\+=|={1,3}|!=|:{1,2}|->)/y;
/** `password: str = "x"` in Python and TypeScript. */
const TYPE = /[ \t]{0,4}(?:str|string|String|bytes|SecretStr|Optional\[str\]|any|final|Text)(?: \| None)?[ \t]{0,4}=(?!=)[ \t]{0,4}/y;
/** `"name": "DB_PASSWORD", "value": "x"`, also as XML attributes and as two YAML lines. */
const VALUE_MEMBER = /[ \t]{0,8},?[ \t\r\n]{0,40}\\{0,7}["']?(?:value|val|content|secret|secretValue|string_value|stringValue|data|default)\\{0,7}["']?[ \t]{0,4}[:=][ \t]{0,8}/iy;
const SPOKEN = /[ \t]{1,4}(?:(?:is|was|are|were|to|of|set to|equals|value|as)[ \t:=]{1,4})?(?=["'`\\]{0,4}[^\s"'`\\])/y;
const PAIR = /[ \t]{0,4},[ \t]{0,8}(?=\\{0,7}["'])/y;
const LINE_START = /(?:^|[\n\r]|\\n)[ \t]*(?:export[ \t]+|set[ \t]+|setx[ \t]+|env[ \t]+|ENV[ \t]+|ARG[ \t]+|-e[ \t]+|--env[ \t]+|declare -x[ \t]+|\+[ \t]*)?$/;

function matchAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** The end of an unquoted value; `toBlank` when only a blank ends it, as in an `.env` line. */
function unquotedEnd(text: string, start: number, toBlank: boolean): number {
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH && /[nrt"'`\\]/.test(text.charAt(at + 1))) break;
    if (toBlank ? isIn(text, at, SPACE | LINE_BREAK) || QUOTES.includes(text.charAt(at)) : isIn(text, at, VALUE_END)) break;
    if (code === 0x5b && text.startsWith("[REDACTED]", at)) break;
  }
  // A full stop or colon that ends the sentence is not part of the value.
  while (at > start && ".:!?".includes(text.charAt(at - 1)) && (at === text.length || isIn(text, at, SPACE | LINE_BREAK))) at -= 1;
  return at;
}

type Separator = { at: number; text: string; standing: Standing };

function separatorAfter(text: string, nameStart: number, nameEnd: number, closingQuote: Quote | undefined, isQuoted: boolean): Separator | undefined {
  let at = closingQuote?.end ?? nameEnd;
  while (at - nameEnd < 12 && (text.charAt(at) === "]" || text.charAt(at) === ")")) at += 1;
  const member = matchAt(VALUE_MEMBER, text, at);
  if (member >= 0 && (isQuoted || text.slice(at, member).includes("\n"))) return { at: member, text: "member", standing: "fixed" };
  const spaced = runEnd(text, at, SPACE, at + MAX_BLANKS);
  const operator = matchAt(SEPARATOR, text, spaced);
  if (operator >= 0) {
    const written = text.slice(spaced, operator);
    const typed = written === ":" ? matchAt(TYPE, text, operator) : -1;
    if (typed >= 0) return { at: typed, text: "=", standing: "assigned" };
    const valueAt = runEnd(text, operator, SPACE, operator + MAX_BLANKS);
    return { at: valueAt, text: written, standing: written.startsWith(":") && written !== ":=" && valueAt > operator ? "listed" : "assigned" };
  }
  if (text.charAt(at) === ">" && text.charAt(nameStart - 1) === "<") return { at: at + 1, text: ">", standing: "fixed" };
  if (isQuoted) {
    const pair = matchAt(PAIR, text, at);
    return pair < 0 ? undefined : { at: pair, text: ",", standing: "spoken" };
  }
  if (at !== nameEnd) return undefined;
  const spoken = matchAt(SPOKEN, text, at);
  if (spoken < 0) return undefined;
  const flag = text.startsWith("--", nameStart) && text.charAt(spoken) !== "-";
  return { at: spoken, text: " ", standing: flag ? "assigned" : "spoken" };
}

function readsOn(text: string, start: number, end: number): boolean {
  if (runEnd(text, start, LETTER, end) < end) return false;
  const next = runEnd(text, end, SPACE, end + 4);
  return next > end && isIn(text, next, LETTER);
}

/** Finds the value that belongs to the name between `nameStart` and `nameEnd`, if a separator and a value follow. */
export function findValue(scan: Scan, nameStart: number, nameEnd: number): ValuePlace | undefined {
  const { text } = scan;
  const closingQuote = quoteAt(text, nameEnd);
  // The quote belongs to the name only if one stands before it too; else it ends the string that the name stands in.
  const nameQuote = closingQuote !== undefined && text.charCodeAt(nameStart - 1) === closingQuote.code ? closingQuote : undefined;
  if (closingQuote !== undefined && nameQuote === undefined && !/^["'`\\]*[ \t]{0,4}(?:[:=]|\])/.test(text.slice(nameEnd, nameEnd + 16))) return undefined;
  const separator = separatorAfter(text, nameStart, nameEnd, closingQuote, nameQuote !== undefined);
  if (separator === undefined) return undefined;
  const quoteCharacter = nameQuote === undefined ? "" : String.fromCharCode(nameQuote.code);
  const place = { nameQuote: quoteCharacter, separator: separator.text, readsOn: false };
  const at = separator.at;

  // A prefix such as Python's b"..." belongs to the quote.
  const prefixed = isIn(text, at, LETTER) && /^[bBfFrRuU]{1,2}["']/.test(text.slice(at, at + 3)) ? runEnd(text, at, LETTER, at + 2) : at;
  const opening = quoteAt(text, prefixed);
  if (opening !== undefined && !(opening.escapes > 0 && text.charCodeAt(opening.end) === 0x20)) {
    const end = scan.closing(opening.end, opening.code, opening.escapes);
    // After an unquoted name the quote may be the end of the string around it: `"log":"password=","next":1`.
    if (end >= 0 && nameQuote === undefined && /^[ \t]*(?:[,:}\]]|$)/.test(text.slice(opening.end, Math.min(end, opening.end + 8)))) return undefined;
    if (end >= 0) {
      const standing: Standing = separator.text === "," || separator.standing === "spoken" ? "spoken" : "fixed";
      return { ...place, start: opening.end, end, standing, quoted: true, enclosedUntil: end };
    }
  }
  const start = opening?.end ?? at;
  if (separator.text === ">") {
    const end = scan.next("<", start);
    return end < text.length && end <= scan.lineEnd(start) ? { ...place, start, end, standing: "fixed", quoted: true, enclosedUntil: end } : undefined;
  }
  if (separator.text === ",") return undefined;
  const enclosing = text.charAt(nameStart - 1);
  const toBlank = separator.text === "=" && opening === undefined && LINE_START.test(text.slice(Math.max(0, nameStart - 24), nameStart));
  const end = unquotedEnd(text, start, toBlank);
  if (end <= start || text.charAt(end) === "(") return undefined;
  const enclosed = QUOTES.includes(enclosing) && enclosing !== "" ? scan.closing(start, enclosing.charCodeAt(0), 0) : -1;
  return { ...place, start, end, standing: separator.standing, quoted: false, readsOn: readsOn(text, start, end), enclosedUntil: enclosed >= 0 ? enclosed : lineOrEscape(scan, start) };
}

/** The end of the line, real or written as an escape, or of the string around it. */
function lineOrEscape(scan: Scan, from: number): number {
  return Math.min(scan.lineEnd(from), scan.next("\\n", from), scan.next("\\r", from), scan.next('"', from), scan.next("'", from));
}

