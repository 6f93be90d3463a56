import { MIN_FOLD_COLUMN } from "../limits.ts";
import {
  BASE64_EXTRA,
  DOT,
  EQUALS,
  isIn,
  PERCENT,
  runEnd,
  runStart,
  SPACE,
  URL_EXTRA,
  WORD,
} from "../scan/characters.ts";
import { type View, ViewBuilder } from "./view.ts";

// Lines that an encoder folded: base64 at 64 or 76 columns, long tokens wrapped by a mail program or a terminal, and the
// soft breaks of quoted-printable (RFC 2045 section 6.7). The view has them unfolded.

const TOKEN = WORD | URL_EXTRA | BASE64_EXTRA | DOT | PERCENT;
/** Columns at which encoders and terminals fold. */
const COLUMNS: ReadonlySet<number> = new Set([64, 70, 72, 76, 80]);
const MAX_INDENT = 24;

/** A line break that was taken out: its place in the view, and whether it was a soft break of quoted-printable. */
export type Join = { at: number; soft: boolean };

export type Unfolded = { view: View; joins: readonly Join[] };

function isFold(text: string, lineStart: number, lineEnd: number, nextStart: number): boolean {
  const run = lineEnd - runStart(text, lineEnd, TOKEN | EQUALS, Math.max(lineStart, lineEnd - 128));
  if (run < MIN_FOLD_COLUMN && !COLUMNS.has(lineEnd - lineStart)) return false;
  if (run === 0) return false;
  if (COLUMNS.has(run) || COLUMNS.has(lineEnd - lineStart)) return true;
  const next = runEnd(text, nextStart, TOKEN | EQUALS, nextStart + 128) - nextStart;
  return run === next;
}

/** The text with folds taken out, or nothing if it has none. */
export function unfold(text: string): Unfolded | undefined {
  let lineStart = 0;
  let lineEnd = text.indexOf("\n");
  if (lineEnd < 0) return undefined;
  const builder = new ViewBuilder(text);
  const joins: Join[] = [];
  let removed = 0;
  for (; lineEnd >= 0; lineEnd = text.indexOf("\n", lineStart)) {
    const contentEnd = text.charCodeAt(lineEnd - 1) === 0x0d ? lineEnd - 1 : lineEnd;
    const nextStart = runEnd(text, lineEnd + 1, SPACE, lineEnd + 1 + MAX_INDENT);
    if (contentEnd > lineStart && isIn(text, nextStart, TOKEN)) {
      const soft =
        text.charCodeAt(contentEnd - 1) === 0x3d && nextStart === lineEnd + 1 && isIn(text, contentEnd - 2, TOKEN);
      const from = soft ? contentEnd - 1 : contentEnd;
      if (soft || (isIn(text, contentEnd - 1, TOKEN) && isFold(text, lineStart, contentEnd, nextStart))) {
        joins.push({ at: from - removed, soft });
        builder.replace(from, nextStart, "");
        removed += nextStart - from;
      }
    }
    lineStart = lineEnd + 1;
  }
  const view = builder.finish();
  return view === undefined ? undefined : { view, joins };
}
