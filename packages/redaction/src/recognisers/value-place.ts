import { MAX_JUDGED_CHARS } from "../limits.ts";
import { isIn, LETTER, LINE_BREAK, LOWER, runEnd, SPACE } from "../scan/characters.ts";
import { matchAt } from "../scan/match-at.ts";
import type { Scan } from "../scan/scan.ts";
import type { Standing } from "../values/judge-value.ts";
import { isQuote, quoteAt } from "./quotes.ts";
import { separatorAfter } from "./separator.ts";

/** Where the value beside a name stands. */
export type ValuePlace = {
  start: number;
  end: number;
  standing: Standing;
  quoted: boolean;
  /** The quote around the name with its escapes, or "". */
  nameQuote: string;
  separator: string;
  /** An unquoted plain word with more words behind it: `password: must be longer`. */
  readsOn: boolean;
};

/** Whether only a keyword such as `export` stands before the name on its line. */
function startsLine(text: string, nameStart: number): boolean {
  const before = text.charAt(nameStart - 1);
  return (
    before === "" ||
    before === "\n" ||
    ((before === " " || before === "\t" || before === "n" || before === "+") &&
      LINE_START.test(text.slice(Math.max(0, nameStart - 24), nameStart)))
  );
}

const LINE_START =
  /(?:^|[\n\r]|\\n)[ \t]*(?:export[ \t]+|set[ \t]+|setx[ \t]+|env[ \t]+|ENV[ \t]+|ARG[ \t]+|-e[ \t]+|--env[ \t]+|declare -x[ \t]+|\+[ \t]*)?$/;

/** The end of an unquoted value, without the punctuation of the sentence behind it. */
function unquotedEnd(scan: Scan, start: number, toBlank: boolean): number {
  const { text } = scan;
  let end = scan.valueEnd(start, toBlank);
  while (
    end > start &&
    ".:!?,;".includes(text.charAt(end - 1)) &&
    (end === text.length || isIn(text, end, SPACE | LINE_BREAK))
  )
    end -= 1;
  return end;
}

/** `get_token(request)`, `$(cat file)` and the like compute a value. */
const COMPUTED = /(?:[A-Za-z_][A-Za-z_0-9.]*|\$)\(/y;

const ESCAPE = /(?:\u001b|\\u(?:[0-9a-fA-F]{4}|\{)|\\x[0-9a-fA-F]{2})/y;

/** Whether an escape starts in the value: such a value shows its meaning only once it is decoded, and is judged there (`views/`). */
export function hasEscape(scan: Scan, start: number, end: number): boolean {
  const limit = Math.min(end, start + MAX_JUDGED_CHARS);
  for (let at = start; at < limit; at += 1) {
    at = Math.min(scan.next("\\", at), scan.next("\u001b", at));
    if (at < limit && matchAt(ESCAPE, scan.text, at) >= 0) return true;
  }
  return false;
}

/** Whether the unquoted value is a plain word with more words behind it. */
function isProse(text: string, start: number, end: number): boolean {
  if (runEnd(text, start + 1, LOWER, end) < end || !isIn(text, start, LETTER)) return false;
  const next = runEnd(text, end, SPACE, end + 4);
  return next > end && isIn(text, next, LETTER);
}

/** What holds a value without computing one: `Some("...")`, `SecretStr("...")`, `String::from("...")`. */
const WRAPPER =
  /(?:Some|Ok|Just|str|bytes|String|string|[A-Za-z.]{0,24}Secret(?:Str|String|Bytes|Value)?)(?:(?:::|\.)(?:from|new|of|unsafeFrom))?\((?=\\{0,7}["'])/y;
/** ODBC connection strings put values with punctuation in braces: `;PWD={a;b};`. */
const BRACED = /\{[^{}\n\r"']{1,128}\}(?=[;"'\s]|$)/y;
const BRACED_NAME = /^(?:pwd|password)$/i;
const ENCODED_SIGN = /3D(?=[ \t$]|[A-Za-z_.]+\()[ \t]{0,4}/y;

/** `name =3D value`: in quoted-printable the rest of the sign stands before the value. */
function behindEncodedSign(text: string, { at, text: written }: { at: number; text: string }): number {
  if (written !== "=" || text.charCodeAt(at) !== 0x33) return at;
  const behind = matchAt(ENCODED_SIGN, text, at);
  return behind < 0 ? at : behind;
}

/** As Python has them, and N'...' of SQL. */
const QUOTE_PREFIX = /[bBfFrRuUN]{1,2}(?=["'])/y;
/** `process.env.SECRET || "x"`: what stands for the value where there is none. */
const FALLBACK = /[ \t]{1,4}(?:\|\||\?\?)[ \t]{1,4}(?=\\{0,7}["'`])/y;
const BLOCK = /[|>][-+]?\d?[ \t]*\r?\n[ \t]{1,40}(?=\S)/y;

/** A YAML block scalar (`password: |`): where its first line starts, or -1. Keys in several lines have recognisers of their own. */
function blockStart(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code === 0x7c || code === 0x3e ? matchAt(BLOCK, text, at) : -1;
}

/** Whether a line of an environment gives a word of small letters to a name of capitals: `PASSWORD=db_pass_prod` passes nothing on. */
function isConstant(text: string, nameStart: number, nameEnd: number, start: number, end: number): boolean {
  return (
    end - start <= 64 &&
    /^[A-Z][A-Z0-9_]*$/.test(text.slice(nameStart, nameEnd)) &&
    /^[a-z_]+$/.test(text.slice(start, end))
  );
}

/** Finds the value that belongs to the name between `nameStart` and `nameEnd`, if a separator and a value follow. */
export function findValue(scan: Scan, nameStart: number, nameEnd: number): ValuePlace | undefined {
  const { text } = scan;
  const closingQuote = quoteAt(text, nameEnd);
  // The quote belongs to the name only if one stands before it too; else it ends the string that the name stands in.
  const nameQuote =
    closingQuote !== undefined && text.charCodeAt(nameStart - 1) === closingQuote.code ? closingQuote : undefined;
  if (
    closingQuote !== undefined &&
    nameQuote === undefined &&
    !/^["'`\\]*[ \t]{0,4}(?:[:=]|\])/.test(text.slice(nameEnd, nameEnd + 16))
  )
    return undefined;
  const separator = separatorAfter(text, nameStart, nameEnd, closingQuote, nameQuote !== undefined);
  if (separator === undefined) return undefined;
  const place = {
    nameQuote: nameQuote === undefined ? "" : text.slice(nameEnd, nameQuote.end),
    separator: separator.text,
    readsOn: false,
  };
  const at = behindEncodedSign(text, separator);

  // A prefix such as Python's b"..." belongs to the quote.
  const wordEnd = scan.valueEnd(at, false);
  const wrapped = text.charAt(wordEnd) === "(" ? matchAt(WRAPPER, text, at) : -1;
  const inner = wrapped >= 0 ? wrapped : at;
  const prefixed = Math.max(inner, isIn(text, inner, LETTER) ? matchAt(QUOTE_PREFIX, text, inner) : -1);
  const folded = separator.text === ":" ? blockStart(text, at) : -1;
  if (folded >= 0) return { ...place, start: folded, end: scan.lineEnd(folded), standing: "fixed", quoted: false };
  const opening = quoteAt(text, prefixed);
  if (opening !== undefined && !(opening.escapes > 0 && text.charCodeAt(opening.end) === 0x20)) {
    const end = scan.closing(opening.end, opening.code, opening.escapes);
    // After an unquoted name the quote may be the end of the string around it: `"log":"password=","next":1`.
    if (
      end >= 0 &&
      nameQuote === undefined &&
      /^[ \t]*(?:[,:}\]]|$)/.test(text.slice(opening.end, Math.min(end, opening.end + 8)))
    )
      return undefined;
    if (end >= 0) {
      const standing: Standing = separator.standing === "spoken" ? "spoken" : "fixed";
      return { ...place, start: opening.end, end, standing, quoted: true };
    }
  }
  const fallback = opening === undefined ? quoteAt(text, matchAt(FALLBACK, text, scan.valueEnd(at, false))) : undefined;
  const fallbackEnd = fallback === undefined ? -1 : scan.closing(fallback.end, fallback.code, fallback.escapes);
  if (fallback !== undefined && fallbackEnd > fallback.end)
    return { ...place, start: fallback.end, end: fallbackEnd, standing: "fixed", quoted: true };
  const start = opening?.end ?? at;
  const isBraced =
    separator.text === "=" && text.charAt(at) === "{" && BRACED_NAME.test(text.slice(nameStart, nameEnd));
  const braced = isBraced ? matchAt(BRACED, text, at) : -1;
  if (braced >= 0 && text.charAt(nameStart - 1) === ";")
    return { ...place, start: at + 1, end: braced - 1, standing: "fixed", quoted: true };
  if (separator.text === ">") {
    const tag = scan.next("<", start);
    const end = text.startsWith("]]>", tag - 3) ? tag - 3 : tag;
    const isText = end < text.length && end <= scan.lineEnd(start) && scan.next('"', start) > end;
    return isText ? { ...place, start, end, standing: "fixed", quoted: true } : undefined;
  }
  if (separator.text === ",") return undefined;
  const toBlank = separator.text === "=" && at === nameEnd + 1 && opening === undefined && startsLine(text, nameStart);
  const end = unquotedEnd(scan, start, toBlank);
  if (
    end <= start ||
    text.charAt(end) === "(" ||
    (toBlank && matchAt(COMPUTED, text, start) >= 0) ||
    text.startsWith("${", start) ||
    hasEscape(scan, start, end)
  )
    return undefined;
  return {
    ...place,
    start,
    end,
    standing: toBlank && isConstant(text, nameStart, nameEnd, start, end) ? "fixed" : separator.standing,
    quoted: false,
    readsOn: separator.standing !== "assigned" && isProse(text, start, end),
  };
}

/** For values that hold blanks (cookies): the end of the string around name and value, or of the line, real or escaped. */
export function enclosureEnd(scan: Scan, nameStart: number, from: number): number {
  const enclosing = scan.text.charCodeAt(nameStart - 1);
  const closed = isQuote(enclosing) ? scan.closing(from, enclosing, 0) : -1;
  if (closed >= 0) return closed;
  return Math.min(
    scan.lineEnd(from),
    scan.next("\\n", from),
    scan.next("\\r", from),
    scan.next('"', from),
    scan.next("'", from),
  );
}
