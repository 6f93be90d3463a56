import { REDACTED } from "../replacement.ts";
import type { Tally } from "../report.ts";
import type { Span } from "./scan.ts";

/** Orders spans and joins those that overlap; the longest part names the rule. */
export function mergeSpans(spans: readonly Span[]): Span[] {
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

/** Puts the replacement in place of every span, leaving all else byte for byte. */
export function replaceSpans(text: string, spans: readonly Span[], tally: Tally | undefined): string {
  let result = "";
  let from = 0;
  for (const span of mergeSpans(spans)) {
    result += text.slice(from, span.start) + (span.literal ?? REDACTED);
    from = span.end;
    tally?.add(span.rule);
  }
  return result + text.slice(from);
}
