import { MAX_PEM_CHARS, MIN_FOLD_COLUMN } from "../limits.ts";
import { BASE64_EXTRA, EQUALS, isIn, LINE_BREAK, runEnd, runStart, SPACE, WORD } from "../scan/characters.ts";
import { matchAt } from "../scan/match-at.ts";

// The folded base64 between the boundary lines of a key, read forwards and backwards.

export const BODY = WORD | BASE64_EXTRA | EQUALS;
export const MIN_BODY_CHARS = 16;
/** Between two lines of a body: a line break, real or escaped any number of times, with quotes and signs of concatenation. */
const FOLD =
  /[ \t]{0,4}["']?[ \t]{0,4}[+,.]?[ \t]{0,4}(?:\\{1,8}r)?(?:\\{1,8}n|\r?\n)(?:\\{1,8}n|\r?\n)?["']?[ \t]{0,4}[+,.]?(?:\r?\n)?[ \t]{0,24}["']?/y;
const PEM_HEADER = /(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset|MessageID):[^\n\r\\]{0,120}/y;

/** The end of the folded base64 that starts at `from`; lines shorter than a word end it unless they are the last. */
export function bodyEnd(text: string, from: number): number {
  const limit = Math.min(text.length, from + MAX_PEM_CHARS);
  let at = matchAt(FOLD, text, from);
  if (at < 0) at = from;
  let end = from;
  let wasFull = false;
  for (;;) {
    const header = matchAt(PEM_HEADER, text, at);
    const stop = header >= 0 ? header : runEnd(text, at, BODY, limit);
    // A line of prose is no line of a key, and only the last line of a key is short.
    const isLine = header >= 0 || stop - at >= MIN_BODY_CHARS || (stop > at && wasFull && !isIn(text, stop, SPACE));
    if (!isLine) return end;
    if (header < 0) {
      end = stop;
      wasFull = stop - at >= MIN_FOLD_COLUMN;
    }
    const next = matchAt(FOLD, text, stop);
    if (next < 0 || next >= limit) return end;
    at = next;
  }
}

/** The start of the folded base64 that ends just before `end`. */
export function bodyStart(text: string, end: number): number {
  const limit = Math.max(0, end - MAX_PEM_CHARS);
  let start = end;
  let at = end;
  for (;;) {
    // Back over one fold.
    while (at > limit && isIn(text, at - 1, SPACE | LINE_BREAK)) at -= 1;
    while (at > limit && text.charAt(at - 1) === "n" && text.charAt(at - 2) === "\\") {
      at -= 1;
      while (at > limit && text.charAt(at - 1) === "\\") at -= 1;
    }
    let from = runStart(text, at, BODY, limit);
    if (text.charAt(from - 1) === "\\" && text.charAt(from) === "n") from += 1;
    if (at - from < MIN_BODY_CHARS && start === end) {
      // The last line of a body may be short.
      if (at === from) return start;
    } else if (at - from < 32) return start;
    start = from;
    if (from === limit || isIn(text, from - 1, SPACE)) return start;
    at = from;
  }
}

/** Whether a row of base64 stands in the stretch. */
export function hasBody(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const end = runEnd(text, at, BODY, to);
    if (end - at >= MIN_BODY_CHARS) return true;
    at = end;
  }
  return false;
}
