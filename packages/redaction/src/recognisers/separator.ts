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
  /[ \t]{1,4}(?:(?:is|was|are|were|to|of|set to|equals|value|as|provided:|supplied:|given:|used:)[ \t:=]{1,4})?(?=["'`\\]{0,4}[^\s"'`\\])/y;
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

const QUOTED_ARGUMENT = /\(\\{0,7}["'`][^"'`\\]/y;
const FLAG = /^--?[A-Za-z]/;
/** `config.setPassword("x")`, `builder.password("x")`. */
const SETTER = /(?:^|\.)(?:set|with)[A-Z_]\w*$|\.\w+$/;

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
  while (at - nameEnd < 12 && (text.charAt(at) === "]" || text.charAt(at) === ")")) at += 1;
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
    // `arn:aws:secretsmanager:region:account:secret:name` is a path, not an assignment.
    if (
      written === ":" &&
      spaced === operator - 1 &&
      text.charAt(nameStart - 1) === ":" &&
      !isIn(text, operator, SPACE)
    )
      return undefined;
    const valueAt = runEnd(text, operator, SPACE, operator + MAX_BLANKS);
    const typed = written === ":" && TYPE_STARTS.includes(text.charAt(valueAt)) ? matchAt(TYPE, text, valueAt) : -1;
    if (typed >= 0) return { at: typed, text: "=", standing: "assigned" };
    return {
      at: valueAt,
      text: written,
      standing: written.startsWith(":") && written !== ":=" && valueAt > operator ? "listed" : "assigned",
    };
  }
  if (text.charAt(at) === ">" && text.charAt(nameStart - 1) === "<")
    return { at: at + 1, text: ">", standing: "fixed" };
  if (isQuoted) {
    const pair = matchAt(PAIR, text, at);
    return pair < 0 ? undefined : { at: pair, text: ",", standing: "spoken" };
  }
  if (at !== nameEnd) return undefined;
  if (text.charAt(at) === "(" && SETTER.test(text.slice(nameStart, nameEnd)) && matchAt(QUOTED_ARGUMENT, text, at) >= 0)
    return { at: at + 1, text: "(", standing: "spoken" };
  const spoken = spaced === at ? -1 : matchAt(SPOKEN, text, at);
  const flag = text.startsWith("--", nameStart) && text.charAt(spoken) !== "-";
  if (spoken < 0 || (!flag && (isShortWord(text, spoken) || FLAG.test(text.slice(spoken, spoken + 3)))))
    return undefined;
  return { at: spoken, text: " ", standing: flag ? "assigned" : "spoken" };
}
