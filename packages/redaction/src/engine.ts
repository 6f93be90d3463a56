import { MAX_PASSES } from "./limits.ts";
import { RECOGNISERS } from "./recognisers/all.ts";
import type { Tally } from "./report.ts";
import { indexAnchors, search } from "./scan/anchor-index.ts";
import { withinStrings } from "./scan/json-strings.ts";
import type { Span } from "./scan/scan.ts";
import { replaceSpans } from "./scan/spans.ts";
import { findTransformed } from "./views/transformed.ts";

const INDEX = indexAnchors(RECOGNISERS);

/** Every secret in the text as it stands, and every encoded stretch that holds one once it is opened. */
function findSecrets(text: string, depth = 0, views = ALL_VIEWS): readonly Span[] {
  const spans: Span[] = [];
  const traits = search(INDEX, text, spans) & views;
  return findTransformed(text, traits, depth, spans, findSecrets);
}

const ALL_VIEWS = ~0;

/**
 * Redacts until nothing more is found, which makes the result a fixed point: redacting it again changes nothing.
 * A removed secret may uncover its neighbour, so each pass can find more; text built to go on for ever is cut short by
 * replacing the lines that still change, and then the whole.
 */
export function redactString(text: string, tally: Tally | undefined): string {
  let current = text;
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const spans = withinStrings(current, findSecrets(current));
    if (spans.length === 0) return current;
    const next = replaceSpans(current, spans, tally);
    if (next === current) return current;
    current = next;
  }
  const stubborn = findSecrets(current);
  if (stubborn.length === 0) return current;
  const lines = replaceAll(
    current,
    stubborn.map((span) => wholeLines(current, span)),
    tally,
  );
  if (findSecrets(lines).length === 0) return lines;
  return replaceAll(lines, [{ start: 0, end: lines.length, rule: "stubborn-text" }], undefined);
}

function replaceAll(text: string, spans: readonly Span[], tally: Tally | undefined): string {
  return replaceSpans(text, withinStrings(text, spans), tally);
}

function wholeLines(text: string, span: Span): Span {
  const before = text.lastIndexOf("\n", span.start - 1);
  const after = text.indexOf("\n", span.end);
  return { start: span.start === 0 ? 0 : before + 1, end: after < 0 ? text.length : after, rule: span.rule };
}
