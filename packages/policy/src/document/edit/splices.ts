/** One change of a text. Offsets are those of the text before any change. */
export type Splice =
  /** Characters are taken out and others put in their place, or put in where `start` is `end`. */
  | { kind: "replace"; start: number; end: number; text: string }
  /** Whole lines are taken out. */
  | { kind: "remove_lines"; start: number; end: number }
  /** Lines are put in after the line that ends at `at`; their text starts with a line break. */
  | { kind: "insert_lines"; at: number; text: string };

/**
 * Applies changes. Removed lines win over what was to change inside them, and lines that were to follow a removed one stand
 * in its place; changes at one offset come in the order in which they were asked for.
 */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const removed = merged(
    text,
    splices.filter((splice) => splice.kind === "remove_lines"),
  );
  const placed: { start: number; end: number; text: string; asked: number; order: number }[] = [];
  for (const [order, splice] of splices.entries()) {
    if (splice.kind === "remove_lines") continue;
    const from = splice.kind === "replace" ? splice.start : splice.at;
    const to = splice.kind === "replace" ? splice.end : splice.at;
    const gone = removed.find((range) => from >= range.start && from < range.reach && to > range.lineBefore);
    if (splice.kind === "insert_lines") {
      const at = gone ? gone.lineBefore : splice.at;
      placed.push({ start: at, end: at, text: splice.text, asked: splice.at, order });
    } else if (!gone) placed.push({ ...splice, asked: splice.start, order });
  }
  for (const [order, range] of removed.entries()) {
    placed.push({ ...range, text: "", asked: range.start, order: splices.length + order });
  }
  placed.sort((a, b) => a.start - b.start || a.asked - b.asked || a.order - b.order);
  let result = "";
  let copied = 0;
  for (const { start, end, text: added } of placed) {
    result += text.slice(copied, Math.max(copied, start)) + added;
    copied = Math.max(copied, end);
  }
  result += text.slice(copied);
  return text.endsWith("\n") ? result : withoutLastBreaks(result);
}

/** A text that ends without a line break goes on doing so, also when blank lines are all that is left at its end. */
function withoutLastBreaks(text: string): string {
  let end = text.length;
  while (text[end - 1] === "\n") end = endOfLineBefore(text, end);
  return text.slice(0, end);
}

interface Removed {
  start: number;
  end: number;
  /** The end of the line before the removed ones. */
  lineBefore: number;
  /** Changes from here on are not about the removed lines. */
  reach: number;
}

function merged(text: string, ranges: readonly { start: number; end: number }[]): Removed[] {
  const result: Removed[] = [];
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end, lineBefore: endOfLineBefore(text, start), reach: end });
  }
  for (const range of result) {
    range.reach = range.end;
    if (range.end < text.length || text.endsWith("\n")) continue;
    // A text that ends without a line break goes on doing so when its last lines go.
    range.start = range.lineBefore;
    range.reach = text.length + 1;
  }
  return result;
}

/** Where the line ends that is before the one at `start`. */
function endOfLineBefore(text: string, start: number): number {
  if (text[start - 1] !== "\n") return start;
  return text[start - 2] === "\r" ? start - 2 : start - 1;
}
