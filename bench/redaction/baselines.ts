import { lintSource } from "@secretlint/core";
import { creator } from "@secretlint/secretlint-rule-preset-recommend";
import { RECOGNISERS } from "../../packages/redaction/src/recognisers/all.ts";
import type { Recogniser } from "../../packages/redaction/src/recognisers/recogniser.ts";
import { Scan, type Span } from "../../packages/redaction/src/scan/scan.ts";
import { replaceSpans } from "../../packages/redaction/src/scan/spans.ts";

const literally = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, "\\$&");

function spansAt(recogniser: Recogniser, scan: Scan, at: number, anchor: string): readonly Span[] {
  if (recogniser.caseSensitive === true && !scan.text.startsWith(anchor, at)) return [];
  const found = recogniser.find(scan, at, anchor);
  return found === undefined ? [] : "end" in found ? [found] : found;
}

const ONE_BY_ONE = RECOGNISERS.map((recogniser) => ({
  recogniser,
  pattern: new RegExp(recogniser.anchors.map(literally).join("|"), "gi"),
  anchors: new Map(recogniser.anchors.map((anchor) => [anchor.toLowerCase(), anchor])),
}));

/** The same recognisers, each with a regular expression of its own for its anchors. */
export function oneByOne(text: string): string {
  const spans: Span[] = [];
  const scan = new Scan(text);
  for (const { recogniser, pattern, anchors } of ONE_BY_ONE) {
    scan.judgedUntil = 0;
    for (const match of text.matchAll(pattern))
      spans.push(...spansAt(recogniser, scan, match.index, anchors.get(match[0].toLowerCase()) ?? match[0]));
  }
  return spans.length === 0 ? text : replaceSpans(text, spans, undefined).text;
}

const BY_ANCHOR = new Map<string, { recogniser: Recogniser; anchor: string }[]>();
for (const recogniser of RECOGNISERS) {
  for (const anchor of recogniser.anchors)
    BY_ANCHOR.set(anchor.toLowerCase(), [...(BY_ANCHOR.get(anchor.toLowerCase()) ?? []), { recogniser, anchor }]);
}
const ALTERNATION = new RegExp(
  [...BY_ANCHOR.keys()]
    .sort((a, b) => b.length - a.length)
    .map(literally)
    .join("|"),
  "gi",
);

/** The same recognisers behind one alternation of all anchors. */
export function oneAlternation(text: string): string {
  const spans: Span[] = [];
  const scan = new Scan(text);
  for (const match of text.matchAll(ALTERNATION)) {
    for (const { recogniser, anchor } of BY_ANCHOR.get(match[0].toLowerCase()) ?? [])
      spans.push(...spansAt(recogniser, scan, match.index, anchor));
  }
  return spans.length === 0 ? text : replaceSpans(text, spans, undefined).text;
}

const CONFIG = { rules: [{ id: "@secretlint/secretlint-rule-preset-recommend", rule: creator }] };

/** What secretlint's recommended preset would have removed. */
export async function secretlint(text: string): Promise<string> {
  const { messages } = await lintSource({
    source: { content: text, filePath: "/log.txt", ext: ".txt", contentType: "text" },
    options: { config: CONFIG },
  });
  const spans = messages.map(({ range }) => ({ start: range[0], end: range[1], rule: "secretlint" }));
  return spans.length === 0 ? text : replaceSpans(text, spans, undefined).text;
}
