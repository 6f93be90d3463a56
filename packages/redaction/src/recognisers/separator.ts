import { EQUALS, isIn, LINE_BREAK, LOWER, runEnd, SPACE } from "../scan/characters.ts";
import { matchAt } from "../scan/match-at.ts";
import type { Standing } from "../values/judge-value.ts";
import type { Quote } from "./quotes.ts";

const MAX_BLANKS = 40;
/** `password: str = "x"` in Python and TypeScript. */
const TYPE =
  /(?:str|string|String|bytes|SecretStr|Optional\[str\]|any|final|Text)(?: \| None)?[ \t]{0,4}=(?!=)[ \t]{0,4}/y;
const TYPE_STARTS = "sSbOafT";
/** `"name": "DB_PASSWORD", "value": "x"`, also as XML attributes and as two YAML lines. */
const VALUE_MEMBER =
  /[ \t]{0,8},?[ \t\r\n]{0,40}\\{0,7}["']?(?:value|val|content|secret|secretValue|string_value|stringValue|data|default)\\{0,7}["']?[ \t]{0,4}[:=][ \t]{0,8}/iy;
const SPOKEN =
  /[ \t]{1,4}(?:(?:for|of|to) (?:[\w.@'-]{1,32} ){0,5}?[\w.@'-]{1,32}(?:(?= (?:is|was|will be) )|:)[ \t])?(?:(?:is|was|will be|are|were|to|of|set to|equals|value|as|est|ist|lautet|provided:|supplied:|given:|used:)[ \t:=]{1,4})?(?=["'`\\]{0,4}[^\s"'`\\])/iy;
const LEADS_TO_VALUE: ReadonlySet<string> = new Set(
  "for of to is was will are were set equals value as est ist lautet".split(" "),
);
const PAIR = /[ \t]{0,4},[ \t]{0,8}(?=\\{0,7}["'])/y;
/** A field of a multipart form (RFC 7578): its value begins behind an empty line. */
const FORM_FIELD = /["']?[ \t]{0,4}(?:\r?\n[^\r\n]{1,120})?\r?\n\r?\n(?=[^\s-])/y;
/** `- name: DB_PASSWORD` of a YAML list, with the value on the next line. */
const NAMING = /(?:name|key|variable)["']?[:=][ \t]*["']?$/i;

/** Whether a plain lower-case word stands at `at`: next to a name it is prose. */
function isShortWord(text: string, at: number): boolean {
  const end = runEnd(text, at, LOWER, at + 16);
  return end - at < 16 && end > at && (end === text.length || isIn(text, end, SPACE | LINE_BREAK));
}

/** Where the operator ends that starts at `at`, one of `=`, `==`, `===`, `=>`, `:`, `::`, `:=`, `?=`, `+=`, `!=` and `->`; -1 if none does. */
function operatorEnd(text: string, at: number): number {
  const next = text.charAt(at + 1);
  switch (text.charAt(at)) {
    case "=":
      return next === ">" ? at + 2 : runEnd(text, at, EQUALS, at + 3);
    case ":":
      return next === ":" || next === "=" ? at + 2 : at + 1;
    case "?":
    case "+":
    case "!":
      return next === "=" ? at + 2 : -1;
    case "-":
      return next === ">" ? at + 2 : -1;
    default:
      return -1;
  }
}

const OPENED = /(?:<(?:[\w-]{1,24}:)?|<[\w:-]{1,24} (?:name|key|id)=\\{0,7}")$/;
const TAG_REST = /(?:\\{0,7}")?(?: [^<>\n]{0,200})?>(?:\s{0,40}<(?:!\[CDATA\[|[Vv]alue>))?/y;

/** Where the text of an element begins that the name gives its tag, or the name of its tag, to; -1 if it is none. */
function contentOf(text: string, nameStart: number, nameEnd: number): number {
  const before = text.charAt(nameStart - 1);
  if (before !== "<" && before !== ":" && before !== '"') return -1;
  return OPENED.test(text.slice(Math.max(0, nameStart - 36), nameStart)) ? matchAt(TAG_REST, text, nameEnd) : -1;
}

/** One string as the only argument. */
const QUOTED_ARGUMENT = /\(\\{0,7}["'`](?![^"'`\\\n]{0,128}\\{0,7}["'`],)[^"'`\\]/y;
const FLAG = /^--?[A-Za-z]/;

/** Whether the name is an option of a command: `--password x`, `-storepass x`, `-Password x`. */
function isOption(text: string, nameStart: number): boolean {
  return text.charAt(nameStart) === "-" && (text.charAt(nameStart + 1) === "-" || isIn(text, nameStart - 1, SPACE));
}

/** `config.setPassword("x")`, and `PASSWORD('x')` of MySQL. */
const SETTER = /(?:^|\.)(?:set|with)[A-Z_]\w*$|^PASSWORD$/;
/** `builder.password("x")`, or a question: `getByLabel.password("required")`. */
const METHOD = /\.\w+$/;

const ASTERISK = 0x2a;
const EXCLAMATION = 0x21;
const MARK = /(?:\*\*|!![a-z]{1,16})[ \t]{1,8}/y;

/** Behind blanks, the asterisks that close bold type in Markdown, and a tag of YAML. */
function skipMarks(text: string, from: number): number {
  const blanks = runEnd(text, from, SPACE, from + MAX_BLANKS);
  const mark = text.charCodeAt(blanks);
  if (mark !== ASTERISK && mark !== EXCLAMATION) return blanks;
  return Math.max(blanks, matchAt(MARK, text, blanks));
}

/** A call or a list of arguments that gives a value to the name: `put("password", "x")`, `["--password", "x"]`. */
const GIVES_VALUE =
  /(?:\b(?:put|putString|put_string|set|setProperty|set_property|setItem|setHeader|setenv|putenv|addProperty|option|setOption|define|append|with)\s?\(\s{0,4}\\{0,7}["'])$/i;
const TUPLE = /[ \t]{0,4},[ \t]{0,4}(?=\\{0,7}"[^"\n]{1,128}"[ \t]{0,4}\})/y;
/** Between the name of a property and its first value in C#. */
const ACCESSORS =
  /\{[ \t]{0,4}(?:(?:private |protected |internal )?(?:get|set|init);[ \t]{0,4}){1,2}\}[ \t]{0,4}=[ \t]{0,4}/y;
/** Between a key and its string in a property list. */
const PROPERTY_LIST = /<\/key>\s{0,40}<string>/y;

const ROW_START = /\|[ \t]{0,2}[`"]?$/;

type Separator = { at: number; text: string; standing: Standing };

/** What stands between the name and its value, and how certain that makes the value. */
export function separatorAfter(
  text: string,
  nameStart: number,
  nameEnd: number,
  closingQuote: Quote | undefined,
  isQuoted: boolean,
): Separator | undefined {
  let at = closingQuote?.end ?? nameEnd;
  while (at - nameEnd < 12 && "])*".includes(text.charAt(at)) && at < text.length) at += 1;
  const spaced = runEnd(text, at, SPACE, at + MAX_BLANKS);
  if (isQuoted || (isIn(text, spaced, LINE_BREAK) && NAMING.test(text.slice(Math.max(0, nameStart - 16), nameStart)))) {
    const member = matchAt(VALUE_MEMBER, text, at);
    if (member >= 0) return { at: member, text: "member", standing: "fixed" };
    const field = text.startsWith("; name=", nameStart - 8) ? matchAt(FORM_FIELD, text, at) : -1;
    if (field >= 0) return { at: field, text: "member", standing: "fixed" };
  }
  const operator = operatorEnd(text, spaced);
  if (operator >= 0) {
    const written = text.slice(spaced, operator);
    // `arn:aws:secretsmanager:region:account:secret:name` and `auth::token::parse` are paths, not assignments.
    if (
      (written === ":" || written === "::") &&
      spaced === at &&
      text.charAt(nameStart - 1) === ":" &&
      !isIn(text, operator, SPACE)
    )
      return undefined;
    const valueAt = skipMarks(text, operator);
    const typed = written === ":" && TYPE_STARTS.includes(text.charAt(valueAt)) ? matchAt(TYPE, text, valueAt) : -1;
    if (typed >= 0) return { at: typed, text: "=", standing: "assigned" };
    return {
      at: valueAt,
      text: written,
      standing: written.startsWith(":") && written !== ":=" && valueAt > operator ? "listed" : "assigned",
    };
  }
  if (text.charAt(at) === ">" || text.charAt(at) === " " || text.charAt(at) === '"') {
    const content = contentOf(text, nameStart, at);
    if (content >= 0) return { at: content, text: ">", standing: "fixed" };
  }
  if (text.startsWith("</key>", at) && text.startsWith("<key>", nameStart - 5)) {
    const string = matchAt(PROPERTY_LIST, text, at);
    if (string >= 0) return { at: string, text: ">", standing: "fixed" };
  }
  if (text.charAt(spaced) === "{" && spaced > at) {
    const accessors = matchAt(ACCESSORS, text, spaced);
    if (accessors >= 0) return { at: accessors, text: "=", standing: "assigned" };
  }
  if (text.charAt(nameStart - 1) === "{" && text.charAt(spaced) === ",") {
    const second = matchAt(TUPLE, text, at);
    if (second >= 0) return { at: second, text: ",", standing: "fixed" };
  }
  // A row of a table in Markdown.
  if (text.charAt(spaced) === "|" && ROW_START.test(text.slice(Math.max(0, nameStart - 4), nameStart)))
    return { at: skipMarks(text, spaced + 1), text: "|", standing: "spoken" };
  if (isQuoted) {
    const pair = matchAt(PAIR, text, at);
    if (pair < 0) return undefined;
    const gives =
      text.startsWith("--", nameStart) || GIVES_VALUE.test(text.slice(Math.max(0, nameStart - 32), nameStart));
    return { at: pair, text: ",", standing: gives ? "fixed" : "spoken" };
  }
  if (at !== nameEnd) return undefined;
  if (text.charAt(at) === "(" && matchAt(QUOTED_ARGUMENT, text, at) >= 0) {
    const name = text.slice(nameStart, nameEnd);
    if (SETTER.test(name)) return { at: at + 1, text: "(", standing: "fixed" };
    if (METHOD.test(name)) return { at: at + 1, text: "(", standing: "spoken" };
  }
  if (spaced === at || isIn(text, spaced, LINE_BREAK)) return undefined;
  if (isOption(text, nameStart) && text.charAt(spaced) !== "-") return { at: spaced, text: " ", standing: "assigned" };
  // A word that leads to no value is prose, and costs no pattern.
  if (isShortWord(text, spaced) && !LEADS_TO_VALUE.has(text.slice(spaced, runEnd(text, spaced, LOWER))))
    return undefined;
  const spoken = matchAt(SPOKEN, text, at);
  if (spoken < 0 || isShortWord(text, spoken) || FLAG.test(text.slice(spoken, spoken + 3))) return undefined;
  return { at: spoken, text: " ", standing: "spoken" };
}
