import { isIn, LETTER, LINE_BREAK, LOWER, runEnd, SPACE } from "../scan/characters.ts";
import type { Scan } from "../scan/scan.ts";
import type { Standing } from "../values/judge-value.ts";
import { QUOTES, quoteAt } from "./quotes.ts";
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

/** `get_token(request)`, `self.password` and the like compute a value. */
const CALL = /^[A-Za-z_][A-Za-z_0-9.]*\(/;

/** Whether the unquoted value is a plain word with more words behind it. */
function isProse(text: string, start: number, end: number): boolean {
  if (runEnd(text, start + 1, LOWER, end) < end || !isIn(text, start, LETTER)) return false;
  const next = runEnd(text, end, SPACE, end + 4);
  return next > end && isIn(text, next, LETTER);
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
  const at = separator.at;

  // A prefix such as Python's b"..." belongs to the quote.
  const prefixed =
    isIn(text, at, LETTER) && /^[bBfFrRuU]{1,2}["']/.test(text.slice(at, at + 3))
      ? runEnd(text, at, LETTER, at + 2)
      : at;
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
      const standing: Standing = separator.text === "," || separator.standing === "spoken" ? "spoken" : "fixed";
      return { ...place, start: opening.end, end, standing, quoted: true };
    }
  }
  const start = opening?.end ?? at;
  if (separator.text === ">") {
    const end = scan.next("<", start);
    const isText = end < text.length && end <= scan.lineEnd(start) && scan.next('"', start) > end;
    return isText ? { ...place, start, end, standing: "fixed", quoted: true } : undefined;
  }
  if (separator.text === ",") return undefined;
  const toBlank = separator.text === "=" && at === nameEnd + 1 && opening === undefined && startsLine(text, nameStart);
  const end = unquotedEnd(scan, start, toBlank);
  if (
    end <= start ||
    text.charAt(end) === "(" ||
    CALL.test(text.slice(start, Math.min(end, start + 64))) ||
    /^\$[({]/.test(text.slice(start, start + 2))
  )
    return undefined;
  return {
    ...place,
    start,
    end,
    standing: separator.standing,
    quoted: false,
    readsOn: separator.standing !== "assigned" && isProse(text, start, end),
  };
}

/** For values that hold blanks (cookies): the end of the string around name and value, or of the line, real or escaped. */
export function enclosureEnd(scan: Scan, nameStart: number, from: number): number {
  const enclosing = scan.text.charAt(nameStart - 1);
  const closed = enclosing !== "" && QUOTES.includes(enclosing) ? scan.closing(from, enclosing.charCodeAt(0), 0) : -1;
  if (closed >= 0) return closed;
  return Math.min(
    scan.lineEnd(from),
    scan.next("\\n", from),
    scan.next("\\r", from),
    scan.next('"', from),
    scan.next("'", from),
  );
}
