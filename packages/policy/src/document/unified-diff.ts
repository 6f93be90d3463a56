import { FILE_HEADERS_ONLY, formatPatch, type StructuredPatchHunk, structuredPatch } from "diff";

/** Lines added and removed up to which the least difference is looked for: the search is quadratic in them. */
const MAX_EDIT_LINES = 1000;
/** Unchanged lines around a change, as `diff -u` has them. */
const CONTEXT_LINES = 3;
const NO_NEWLINE = "\\ No newline at end of file";

/**
 * The difference between two texts of a policy.yaml, as `patch -p1` takes it, byte for byte: carriage returns and a missing
 * last line break included. Empty when the texts are the same. Where the texts differ too much for the least difference to
 * be found cheaply, one hunk replaces everything between the first and the last line that differ.
 */
export function unifiedDiff(before: string, after: string): string {
  if (before === after) return "";
  const names = ["a/policy.yaml", "b/policy.yaml"] as const;
  const least = structuredPatch(...names, before, after, undefined, undefined, {
    context: CONTEXT_LINES,
    maxEditLength: MAX_EDIT_LINES,
  });
  const patch = least ?? {
    oldFileName: names[0],
    newFileName: names[1],
    oldHeader: undefined,
    newHeader: undefined,
    hunks: [wholeHunk(linesOf(before), linesOf(after))],
  };
  return formatPatch(patch, FILE_HEADERS_ONLY);
}

/** Lines with their line breaks, so that a missing last one shows. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function wholeHunk(before: readonly string[], after: readonly string[]): StructuredPatchHunk {
  const shorter = Math.min(before.length, after.length);
  let same = 0;
  while (same < shorter && before[same] === after[same]) same += 1;
  let sameEnd = 0;
  while (sameEnd < shorter - same && before.at(-1 - sameEnd) === after.at(-1 - sameEnd)) sameEnd += 1;
  const from = Math.max(0, same - CONTEXT_LINES);
  const trailing = Math.min(sameEnd, CONTEXT_LINES);
  const firstAfter = before.length - sameEnd;
  const oldLines = firstAfter + trailing - from;
  const newLines = after.length - sameEnd + trailing - from;
  return {
    oldStart: from + 1,
    oldLines,
    newStart: from + 1,
    newLines,
    lines: [
      ...marked(" ", before.slice(from, same)),
      ...marked("-", before.slice(same, firstAfter)),
      ...marked("+", after.slice(same, after.length - sameEnd)),
      ...marked(" ", before.slice(firstAfter, firstAfter + trailing)),
    ],
  };
}

function marked(mark: string, lines: readonly string[]): string[] {
  return lines.flatMap((line) => (line.endsWith("\n") ? [mark + line.slice(0, -1)] : [mark + line, NO_NEWLINE]));
}
