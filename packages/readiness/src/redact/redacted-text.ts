import { followLines, type Removal } from "./follow-lines.ts";
import { redactLarge } from "./redact-large.ts";

/** A text without its secrets. */
export interface RedactedText {
  /** As many lines as the original, unless `removals` is absent. */
  text: string;
  /** Rules that found something, in alphabetical order. */
  rules: readonly string[];
  /** What was removed first, by lines; absent where that cannot be told. */
  removals?: readonly Removal[];
  /** All that was removed, as far as it can be told. */
  count: number;
}

/** Takes the secrets out of a text. A secret that had several lines keeps them, so that lines are still where they were. */
export function redactKeepingLines(original: string): RedactedText {
  const redacted = redactLarge(original);
  if (redacted.text === original) return { text: original, rules: [], removals: [], count: 0 };
  const rules = [...redacted.rules].sort();
  const followed = followLines(original, redacted.text);
  return followed === undefined ? { text: redacted.text, rules, count: 1 } : { ...followed, rules };
}
