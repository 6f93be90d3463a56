import { isIn, LINE_BREAK, SPACE } from "../scan/characters.ts";
import type { Work } from "../scan/work.ts";
import { MATHEMATICAL, narrow, showsNothing, startsEscape, TAG } from "./escapes.ts";
import { type View, ViewBuilder } from "./view.ts";

// One pass undoes one level of every escape that agents' text comes in: JSON, percent-encoding, HTML entities, colours of
// a terminal, and characters that show nothing. A secret may be spelled in several at once, so they are undone together.

const CONTROL: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", "0": "\0" };

const ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  apos: "'",
  amp: "&",
  lt: "<",
  gt: ">",
  nbsp: " ",
  equals: "=",
  colon: ":",
  sol: "/",
  plus: "+",
  lowbar: "_",
  period: ".",
  comma: ",",
  dollar: "$",
  percnt: "%",
  commat: "@",
  num: "#",
  excl: "!",
  ast: "*",
  lpar: "(",
  rpar: ")",
  semi: ";",
  quest: "?",
  hyphen: "-",
  dash: "-",
  Tab: "\t",
  NewLine: "\n",
};

function character(code: number): string | undefined {
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : undefined;
}

const ANSI = /\u001b(?:\[[0-9;?:]{0,32}[A-Za-z]|\][^\u0007\u001b\n]{0,256}(?:\u0007|\u001b\\)|[()][A-Z0-9])/y;
const ENTITY = /&(?:#[xX]([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-zA-Z]{2,8}));/y;
const BRACED = /\\u\{([0-9a-fA-F]{1,6})\}/y;

function hexAt(text: string, at: number, digits: number): number {
  let value = 0;
  for (let i = at; i < at + digits; i += 1) {
    const digit = HEX_DIGITS[text.charCodeAt(i)] ?? -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/** Three octal digits, as C, Python and `git` write bytes. */
function octalAt(text: string, at: number): number {
  let value = 0;
  for (let i = at; i < at + 3; i += 1) {
    const digit = text.charCodeAt(i) - 0x30;
    if (!(digit >= 0 && digit < 8)) return -1;
    value = value * 8 + digit;
  }
  return value;
}

const HEX_DIGITS = new Int8Array(128).fill(-1);
for (let value = 0; value < 16; value += 1) {
  HEX_DIGITS[value.toString(16).charCodeAt(0)] = value;
  HEX_DIGITS[value.toString(16).toUpperCase().charCodeAt(0)] = value;
}

/** What stands at an escape: how long it is and what it means. A length of 0 means that it is none. */
type Escape = { length: number; means: string };
const NONE: Escape = { length: 0, means: "" };

const numbered = (length: number, code: number): Escape => {
  const means = code < 0 ? undefined : character(code);
  return means === undefined ? NONE : { length, means };
};

function backslashAt(text: string, at: number): Escape {
  const next = text.charAt(at + 1);
  if (next === "u") {
    BRACED.lastIndex = at;
    const braced = text.charAt(at + 2) === "{" ? BRACED.exec(text) : null;
    return braced === null
      ? numbered(6, hexAt(text, at + 2, 4))
      : numbered(braced[0].length, Number.parseInt(braced[1] ?? "", 16));
  }
  if (next === "x") return numbered(4, hexAt(text, at + 2, 2));
  if (next === "U") return numbered(10, hexAt(text, at + 2, 8));
  if (next >= "0" && next <= "3") {
    const octal = octalAt(text, at + 1);
    if (octal >= 0) return numbered(4, octal);
  }
  const control = CONTROL[next];
  if (control !== undefined) return { length: 2, means: control };
  return next !== "" && "\"'`\\/".includes(next) ? { length: 2, means: next } : NONE;
}

function entityAt(text: string, at: number): Escape {
  ENTITY.lastIndex = at;
  const match = ENTITY.exec(text);
  if (match === null) return NONE;
  const [whole, hex, decimal, name = ""] = match;
  if (hex !== undefined) return numbered(whole.length, Number.parseInt(hex, 16));
  if (decimal !== undefined) return numbered(whole.length, Number(decimal));
  const means = Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
  return means === undefined ? NONE : { length: whole.length, means };
}

/** Characters that show nothing, or show an ASCII character in another shape. */
function unusualAt(text: string, at: number): Escape {
  const code = text.charCodeAt(at);
  if (code === TAG) return text.charCodeAt(at + 1) < 0xddf0 ? { length: 2, means: "" } : NONE;
  if (code === MATHEMATICAL) return { length: 2, means: text.slice(at, at + 2).normalize("NFKC") };
  if (code === NO_BREAK_SPACE) return { length: 1, means: " " };
  const letter = narrow(code);
  if (letter !== undefined) return { length: 1, means: letter };
  let end = at + 1;
  while (showsNothing(text.charCodeAt(end))) end += 1;
  return { length: end - at, means: "" };
}

function escapeAt(text: string, at: number): Escape {
  switch (text.charAt(at)) {
    case "\\":
      return backslashAt(text, at);
    case "%":
      return numbered(3, hexAt(text, at + 1, 2));
    case "&":
      return entityAt(text, at);
    case "\u001b":
      ANSI.lastIndex = at;
      return ANSI.test(text) ? { length: ANSI.lastIndex - at, means: "" } : NONE;
    default:
      return unusualAt(text, at);
  }
}

function wordEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && !isIn(text, end, SPACE | LINE_BREAK)) end += 1;
  return end;
}

const NO_BREAK_SPACE = 0xa0;
const PLUS = 0x2b;
/** Encoded punctuation with a plus sign behind it shows a form body (`application/x-www-form-urlencoded`). */
const BEFORE_BLANK = ":,;={}()[]\"'&?";

/** Units of work that an escape costs. */
const PIECE = 4;

/** The text with one level of escapes undone, or nothing if it has none. */
export function unescapeView(text: string, work: Work): View | undefined {
  work.spend(text.length);
  const builder = new ViewBuilder(text);
  /** Up to where a plus sign stands for a blank: the end of the word that turned out to be a form body. */
  let formEnd = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (!startsEscape(text.charCodeAt(at))) {
      if (at < formEnd && text.charCodeAt(at) === PLUS) builder.replace(at, at + 1, " ");
      continue;
    }
    const { length, means } = escapeAt(text, at);
    if (length === 0) continue;
    work.left -= PIECE;
    builder.replace(at, at + length, means);
    if (at >= formEnd && length === 3 && text.charCodeAt(at + 3) === PLUS && BEFORE_BLANK.includes(means))
      formEnd = wordEnd(text, at);
    at += length - 1;
  }
  return builder.finish();
}
