import { MAX_PASSES, MIN_WINDOWED_CHARS, WORK_OF_ALL_PASSES } from "./limits.ts";
import { RECOGNISERS } from "./recognisers/all.ts";
import type { Tally } from "./report.ts";
import { indexAnchors, search } from "./scan/anchor-index.ts";
import { withinStrings } from "./scan/json-strings.ts";
import type { Span } from "./scan/scan.ts";
import { replaceSpans } from "./scan/spans.ts";
import { type Window, windowsAround } from "./scan/windows.ts";
import { Work, workFor } from "./scan/work.ts";
import { findTransformed } from "./views/transformed.ts";

const INDEX = indexAnchors(RECOGNISERS);

/** Every secret in the text as it stands, and every encoded stretch that holds one once it is opened. */
function findSecrets(text: string, work: Work, depth = 0, views = ALL_VIEWS): readonly Span[] {
  const spans: Span[] = [];
  const traits = search(INDEX, text, spans, work) & views;
  return findTransformed(text, traits, depth, spans, findSecrets, work);
}

const ALL_VIEWS = ~0;

/**
 * Redacts until nothing more is found, which makes the result a fixed point: redacting it again changes nothing.
 * A removed secret may uncover its neighbour, so each pass can find more; text built to go on for ever is cut short by
 * replacing the lines that still change, and then the whole. All passes together have a bounded amount of work (`scan/work.ts`).
 */
export function redactString(text: string, tally: Tally | undefined): string {
  let current = text;
  let windows: readonly Window[] | undefined;
  let units = workFor(text.length) * WORK_OF_ALL_PASSES;
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const granted = Math.min(workFor(current.length), units);
    const work = new Work(granted);
    const spans = withinStrings(
      current,
      windows === undefined ? findSecrets(current, work) : findIn(current, windows, work),
    );
    if (spans.length === 0) return current;
    const replaced = replaceSpans(current, spans, tally);
    if (replaced.text === current) return current;
    units -= granted - work.left;
    current = replaced.text;
    windows = current.length < MIN_WINDOWED_CHARS ? undefined : windowsAround(current, replaced.changed);
  }
  const stubborn = findSecrets(current, Work.for(current.length));
  if (stubborn.length === 0) return current;
  const lines = replaceAll(
    current,
    stubborn.map((span) => wholeLines(current, span)),
    tally,
  );
  if (findSecrets(lines, Work.for(lines.length)).length === 0) return lines;
  return replaceAll(lines, [{ start: 0, end: lines.length, rule: "stubborn-text" }], undefined);
}

/** What is found in parts of the text: by the promise that lines are judged on their own, nothing else can have changed. */
function findIn(text: string, windows: readonly Window[], work: Work): readonly Span[] {
  return windows.flatMap(({ start, end }) =>
    findSecrets(text.slice(start, end), work).map((span) => ({
      ...span,
      start: span.start + start,
      end: span.end + start,
    })),
  );
}

function replaceAll(text: string, spans: readonly Span[], tally: Tally | undefined): string {
  return replaceSpans(text, withinStrings(text, spans), tally).text;
}

function wholeLines(text: string, span: Span): Span {
  const before = text.lastIndexOf("\n", span.start - 1);
  const after = text.indexOf("\n", span.end);
  return { start: span.start === 0 ? 0 : before + 1, end: after < 0 ? text.length : after, rule: span.rule };
}
