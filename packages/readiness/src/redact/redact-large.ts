import { redactText, redactTextWithReport } from "@operator/redaction";
import { MAX_REDACTED_AT_ONCE_CHARS, REDACTED_STEP_CHARS } from "../limits.ts";

/** A redacted text, and the rules that found something in it. */
interface Redacted {
  text: string;
  rules: Set<string>;
}

/** To each side of a cut, in characters: a private key that lies over it is seen. */
const AROUND_CHARS = 36_000;

/** Places that are tried before one is taken as it is. */
const MAX_TRIES = 8;

/** Whether both sides of a place are redacted alone as they are together, so that no secret lies over it. */
function isClean(text: string, cut: number): boolean {
  const left = text.slice(Math.max(0, cut - AROUND_CHARS), cut);
  const right = text.slice(cut, cut + AROUND_CHARS);
  return redactText(left) + redactText(right) === redactText(left + right);
}

/** Where a part that starts at an offset ends: behind a line, or where there is none behind a blank or a comma. */
function cutOf(text: string, start: number): number {
  const target = start + REDACTED_STEP_CHARS;
  if (target >= text.length) return text.length;
  let cut = target;
  for (const border of ["\n", " ", ","]) {
    let at = text.indexOf(border, target);
    for (let tries = 0; tries < MAX_TRIES && at >= 0 && at - target < REDACTED_STEP_CHARS; tries += 1) {
      cut = at + 1;
      if (isClean(text, cut)) return cut;
      at = text.indexOf(border, cut + tries * 1000);
    }
  }
  return cut;
}

/**
 * Redacts a text, a large one in parts: what is remembered while a text is redacted is many times as large as a text that
 * is made of secrets, and an isolate has 128 MB. Parts end where no secret lies over the cut.
 */
export function redactLarge(text: string): Redacted {
  if (text.length <= MAX_REDACTED_AT_ONCE_CHARS) {
    const whole = redactTextWithReport(text);
    return { text: whole.text, rules: new Set(Object.keys(whole.report.byRule)) };
  }
  const rules = new Set<string>();
  const parts: string[] = [];
  for (let start = 0; start < text.length; ) {
    const cut = cutOf(text, start);
    const part = redactTextWithReport(text.slice(start, cut));
    for (const rule of Object.keys(part.report.byRule)) rules.add(rule);
    parts.push(part.text);
    start = cut;
  }
  return { text: parts.join(""), rules };
}
