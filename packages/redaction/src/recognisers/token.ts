import { beginsWord, isIn, runEnd, runStart, URL_EXTRA, WORD } from "../scan/characters.ts";
import { matchAt } from "../scan/match-at.ts";
import type { Scan, Span } from "../scan/scan.ts";
import { anchorOf, type FormatPart, parseFormat } from "./format.ts";
import type { Recogniser } from "./recogniser.ts";

/** A family of tokens that are told by their form alone. */
export type TokenRule = {
  id: string;
  source: string;
  /** In the notation of `format.ts`. */
  formats: readonly string[];
  /** Also ask that the body look random, where words could stand behind the prefix (`sk-learn-pipelines`). */
  random?: boolean;
  /** Keep this many leading characters, such as the name of a cookie. Counted in the format's first literal. */
  keep?: number;
  /** Look-alikes that are kept. */
  negative?: readonly string[];
};

const MAX_INNER_RUN = 512;
/** Characters at the end that are asked to look random. */
const RANDOM_SAMPLE = 28;

type Compiled = {
  parts: readonly FormatPart[];
  anchor: string;
  anchorIndex: number;
  fromAnchor: readonly FormatPart[];
  anywhere: boolean;
};

/** A run in the middle must not swallow the literal behind it: it has its exact length where the two could be confused. */
function bounded(parts: readonly FormatPart[]): FormatPart[] {
  return parts.map((part, index) => {
    const next = parts[index + 1];
    if (part.kind === "literal" || next === undefined || Number.isFinite(part.max)) return part;
    const confusable = next.kind === "run" || isIn(next.text, 0, part.classes);
    return { ...part, max: confusable ? part.min : MAX_INNER_RUN };
  });
}

function compile(format: string): Compiled {
  const parts = bounded(parseFormat(format));
  const anchor = anchorOf(parts);
  const first = parts[0];
  // A prefix such as `ghp_` is telling enough to be believed in the middle of a word.
  const anywhere = first?.kind === "literal" && first.text.length >= 4 && /[^A-Za-z0-9]/.test(first.text);
  return { parts, anchor: anchor.text, anchorIndex: anchor.index, fromAnchor: parts.slice(anchor.index), anywhere };
}

/** Where the token starts whose anchor stands at `at`: the parts before the anchor are walked backwards. */
function startOf(text: string, at: number, format: Compiled): number {
  let start = at;
  for (let index = format.anchorIndex - 1; index >= 0; index -= 1) {
    const part = format.parts[index];
    if (part === undefined) return -1;
    if (part.kind === "literal") {
      start -= part.text.length;
      if (start < 0 || !text.startsWith(part.text, start)) return -1;
    } else {
      const limit = Math.max(0, start - Math.min(part.max, MAX_INNER_RUN));
      const from = runStart(text, start, part.classes, limit);
      if (start - from < part.min) return -1;
      start = from;
    }
  }
  return start;
}

/** Characters that must be left of a token that was cut short, so that words are no part of one; half of a shorter token. */
const MIN_CUT_CHARS = 12;
const ELLIPSIS = /\.{3}|\u2026|\*{3}|\[truncated/y;
const LINE_ENDS = /\r?\n|$/y;

type Cut = { min: number; telling: boolean };

/** Whether the log cut the token short in this part: generated characters, then an ellipsis, or the end of the line if the prefix is telling. */
function isCut(scan: Scan, start: number, from: number, end: number, { min, telling }: Cut): boolean {
  return (
    end - from >= Math.max(MIN_CUT_CHARS, min / 2) &&
    !isIn(scan.text, start - 1, WORD | URL_EXTRA) &&
    (matchAt(ELLIPSIS, scan.text, end) >= 0 || (telling && matchAt(LINE_ENDS, scan.text, end) >= 0)) &&
    scan.looksRandom(from, end)
  );
}

/** Where the token ends whose anchor stands at `from`. */
function endOf(scan: Scan, start: number, from: number, format: Compiled): number {
  const { text } = scan;
  let at = from;
  for (const part of format.fromAnchor) {
    if (part.kind === "literal") {
      if (!text.startsWith(part.text, at)) return -1;
      at += part.text.length;
    } else {
      const end =
        part.max === Number.POSITIVE_INFINITY
          ? scan.run(part.classes, at)
          : runEnd(text, at, part.classes, Math.min(text.length, at + part.max));
      if (end - at < part.min)
        return !part.exact && isCut(scan, start, at, end, { min: part.min, telling: format.anywhere }) ? end : -1;
      if (part.exact && isIn(text, end, WORD)) return -1;
      at = end;
    }
  }
  return at;
}

/** Turns a description into a recogniser. */
export function token(rule: TokenRule): Recogniser {
  const byAnchor = Map.groupBy(rule.formats.map(compile), (format) => format.anchor);
  const find = (scan: Scan, at: number, anchor: string): Span | undefined => {
    let found: Span | undefined;
    for (const format of byAnchor.get(anchor) ?? []) {
      const start = startOf(scan.text, at, format);
      // Behind a secret a word begins, too, as it will once the secret is replaced.
      if (start < 0 || !(format.anywhere || start === scan.coveredUntil || beginsWord(scan.text, start))) continue;
      const end = endOf(scan, start, at, format);
      if (end < 0 || (found !== undefined && end <= found.end)) continue;
      if (rule.random === true && !scan.looksRandom(Math.max(at + anchor.length, end - RANDOM_SAMPLE), end)) continue;
      found = { start: start + (rule.keep ?? 0), end, rule: rule.id };
    }
    return found;
  };
  return {
    id: rule.id,
    source: rule.source,
    anchors: [...byAnchor.keys()],
    caseSensitive: true,
    find,
    fixtures: { positive: rule.formats, negative: rule.negative ?? [] },
  };
}
