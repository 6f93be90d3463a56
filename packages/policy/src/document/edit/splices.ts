/** One change of a text. Offsets are those of the text before any change. */
export type Splice =
  /** Characters are taken out and others put in their place, or put in where `start` is `end`. */
  | { kind: "replace"; start: number; end: number; text: string }
  /** Whole lines are taken out; or the end of a text that ends without a line break, with the break before it. */
  | { kind: "remove_lines"; start: number; end: number }
  /** Lines are put in after the line that ends at `at`; their text starts with a line break. */
  | { kind: "insert_lines"; at: number; text: string };

/**
 * Applies changes. Removed lines win over what was to change inside them, and lines that were to follow a removed one stand
 * in its place; changes at one offset come in the order in which they were asked for.
 */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const removed = merged(splices.filter((splice) => splice.kind === "remove_lines"));
  const placed: { start: number; end: number; text: string; asked: number; order: number }[] = [];
  for (const [order, splice] of splices.entries()) {
    if (splice.kind === "remove_lines") continue;
    const asked = splice.kind === "replace" ? splice.start : splice.at;
    const gone = removed.find(
      ({ start, end }) => asked >= start && (asked < end || end === text.length) && asked <= end,
    );
    if (splice.kind === "replace") {
      if (!gone) placed.push({ ...splice, asked, order });
      continue;
    }
    const at = gone ? endOfLineBefore(text, gone.start) : splice.at;
    placed.push({ start: at, end: at, text: splice.text, asked, order });
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
  return result + text.slice(copied);
}

function merged(ranges: readonly { start: number; end: number }[]): { start: number; end: number }[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}

/** Where the line ends that is before the one at `start`; `start` itself when removed lines take the break along. */
function endOfLineBefore(text: string, start: number): number {
  if (text[start - 1] !== "\n") return start;
  return text[start - 2] === "\r" ? start - 2 : start - 1;
}
