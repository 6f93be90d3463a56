import { REDACTED } from "../replacement.ts";
import type { Tally } from "../report.ts";
import type { Span } from "./scan.ts";

/** Orders spans and joins those that overlap; the longest part names the rule. */
function mergeSpans(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: Span[] = [];
  for (const span of sorted) {
    const last = merged.at(-1);
    if (last === undefined || span.start >= last.end) merged.push({ ...span });
    else if (span.end > last.end) {
      last.end = span.end;
      delete last.literal;
    }
  }
  return merged;
}

const BACKSLASH = 0x5c;

/** Whether the character at `at` is the second half of an escape: an odd number of backslashes stands before it. */
function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}

/** Where the escape ends that `at` lies in, such as `\n` or `\u0022`; `at` itself outside of escapes. */
function escapeEnd(text: string, at: number): number {
  if ("nrtbf".includes(text.charAt(at)) && isEscaped(text, at)) return at + 1;
  for (let u = at; u > at - 5 && u > 0; u -= 1) {
    if (text.charAt(u) === "u" && isEscaped(text, u)) return u + 5;
  }
  return at;
}

/** Moves a border that would cut an escape in two, which would break the JSON around it. */
function outsideEscapes(text: string, span: Span): Span {
  const start = escapeEnd(text, span.start);
  const end = span.end < text.length && isEscaped(text, span.end) ? span.end - 1 : span.end;
  return { ...span, start, end: Math.max(start, end) };
}

/** A text with replacements, and where they ended up. */
export type Replaced = { text: string; changed: number[] };

/** Puts the replacement in place of every span, leaving all else byte for byte. */
export function replaceSpans(text: string, spans: readonly Span[], tally: Tally | undefined): Replaced {
  const changed: number[] = [];
  let result = "";
  let from = 0;
  for (const merged of mergeSpans(spans)) {
    const span = outsideEscapes(text, merged);
    if (span.start === span.end) continue;
    result += text.slice(from, span.start);
    changed.push(result.length);
    result += span.literal ?? REDACTED;
    from = span.end;
    tally?.add(span.rule);
  }
  return { text: result + text.slice(from), changed };
}
