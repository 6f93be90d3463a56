import { WINDOW_LINES } from "../limits.ts";

/** A stretch of whole lines. */
export type Window = { start: number; end: number };

/** The lines around the places that changed, ascending; lines that several places ask for are in one window. */
export function windowsAround(text: string, changed: readonly number[]): Window[] {
  const windows: Window[] = [];
  /** Where the line of the last place ends: others on it ask for the same lines. */
  let lineEnd = -1;
  for (const at of changed) {
    if (at <= lineEnd) continue;
    const lineBreak = text.indexOf("\n", at);
    lineEnd = lineBreak < 0 ? text.length : lineBreak;
    const last = windows.at(-1);
    if (last !== undefined && at < last.end) {
      last.end = linesDown(text, at, last.end);
      continue;
    }
    const start = linesUp(text, at, last?.end ?? 0);
    const end = linesDown(text, at, at);
    if (last !== undefined && start <= last.end) last.end = end;
    else windows.push({ start, end });
  }
  return windows;
}

function linesUp(text: string, at: number, limit: number): number {
  let start = at;
  for (let count = 0; count <= WINDOW_LINES && start > limit; count += 1) start = text.lastIndexOf("\n", start - 1);
  return start < 0 ? 0 : start === at || start <= limit ? limit : start + 1;
}

/** Where so many lines below `at` end; never before `known`. */
function linesDown(text: string, at: number, known: number): number {
  let end = at;
  for (let count = 0; count <= WINDOW_LINES; count += 1) {
    const lineBreak = text.indexOf("\n", end);
    if (lineBreak < 0) return text.length;
    end = lineBreak + 1;
  }
  return Math.max(end, known);
}
