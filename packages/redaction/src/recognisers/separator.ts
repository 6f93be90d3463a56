import { isIn, LINE_BREAK, LOWER, runEnd, SPACE } from "../scan/characters.ts";
import { matchAt } from "../scan/match-at.ts";
import type { Standing } from "../values/judge-value.ts";
import type { Quote } from "./quotes.ts";

const MAX_BLANKS = 40;
const SEPARATOR = /(?:=>|:=|\?=|\+=|={1,3}|!=|:{1,2}|->)/y;
/** `password: str = "x"` in Python and TypeScript. */
const TYPE =
  /[ \t]{0,4}(?:str|string|String|bytes|SecretStr|Optional\[str\]|any|final|Text)(?: \| None)?[ \t]{0,4}=(?!=)[ \t]{0,4}/y;
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
  const operator = "=:>?+!-".includes(text.charAt(spaced)) ? matchAt(SEPARATOR, text, spaced) : -1;
  if (operator >= 0 && spaced < text.length) {
    const written = text.slice(spaced, operator);
    // `arn:aws:secretsmanager:region:account:secret:name` is a path, not an assignment.
    if (
      written === ":" &&
      spaced === operator - 1 &&
      text.charAt(nameStart - 1) === ":" &&
      !isIn(text, operator, SPACE)
    )
      return undefined;
    const typed = written === ":" ? matchAt(TYPE, text, operator) : -1;
    if (typed >= 0) return { at: typed, text: "=", standing: "assigned" };
    const valueAt = runEnd(text, operator, SPACE, operator + MAX_BLANKS);
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
  const spoken = matchAt(SPOKEN, text, at);
  const flag = text.startsWith("--", nameStart) && text.charAt(spoken) !== "-";
  if (spoken < 0 || (!flag && (isShortWord(text, spoken) || FLAG.test(text.slice(spoken, spoken + 3)))))
    return undefined;
  return { at: spoken, text: " ", standing: flag ? "assigned" : "spoken" };
}
