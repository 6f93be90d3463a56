import { REDACTED, redactTextWithReport } from "@operator/redaction";
import { followLines, type Removal } from "./follow-lines.ts";

/** A text without its secrets. */
export interface RedactedText {
  /** As many lines as the original, unless `removals` is absent. */
  text: string;
  /** Rules that found something, in alphabetical order. */
  rules: readonly string[];
  /** What was removed, by lines; absent where that cannot be told. */
  removals?: readonly Removal[];
}

/** Takes the secrets out of a text. A secret that had several lines keeps them, so that lines are still where they were. */
export function redactKeepingLines(original: string): RedactedText {
  const { text, report } = redactTextWithReport(original);
  if (text === original) return { text, rules: [], removals: [] };
  const rules = Object.keys(report.byRule);
  const lines = text.split("\n");
  const removals = followLines(original.split("\n"), lines);
  if (removals === undefined) return { text, rules };
  return { text: refill(lines, removals), rules, removals };
}

/** Puts a line for each that went together with another one. */
function refill(lines: readonly string[], removals: readonly Removal[]): string {
  const filled: string[] = [];
  let next = 0;
  for (const line of lines) {
    filled.push(line);
    const removal = removals[next];
    if (removal?.first !== filled.length) continue;
    next += 1;
    while (filled.length < removal.last) filled.push(REDACTED);
  }
  return filled.join("\n");
}
