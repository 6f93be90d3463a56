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
import type { Work } from "../scan/work.ts";
import { type View, ViewBuilder } from "./view.ts";

// Lines that an encoder folded: base64 at 64 or 76 columns, long tokens wrapped by a mail program or a terminal, and the
// soft breaks of quoted-printable (RFC 2045 section 6.7) and of shells (a backslash). The view has them unfolded.

const TOKEN = WORD | URL_EXTRA | BASE64_EXTRA | DOT | PERCENT;
/** Columns at which encoders and terminals fold. */
const COLUMNS: ReadonlySet<number> = new Set([40, 60, 64, 70, 72, 76, 78, 79, 80, 100, 120, 132]);
const MAX_INDENT = 24;

/**
 * A line break that was taken out: its place in the view, and what says that the line goes on. `certain` are a backslash and
 * a soft break between lines of quoted-printable, `soft` is a lone `=` that pads no base64, `column` is the width of the line.
 */
export type Join = { at: number; by: "certain" | "soft" | "column" };

export type Unfolded = { view: View; joins: readonly Join[] };

function isFold(text: string, lineStart: number, lineEnd: number, nextStart: number): boolean {
  const run = lineEnd - runStart(text, lineEnd, TOKEN | EQUALS, Math.max(lineStart, lineEnd - 128));
  if (run < MIN_FOLD_COLUMN && !COLUMNS.has(lineEnd - lineStart)) return false;
  if (run === 0) return false;
  if (COLUMNS.has(run) || COLUMNS.has(lineEnd - lineStart)) return true;
  const next = runEnd(text, nextStart, TOKEN | EQUALS, nextStart + 128) - nextStart;
  return run === next;
}

const BACKSLASH = 0x5c;
const EQUALS_SIGN = 0x3d;
/** Signs that quoted-printable encodes in any text: the equals sign, line breaks, bytes of UTF-8. */
const QUOTED_PRINTABLE = /=(?:3D|0D=0A|0A(?![0-9A-Za-z])|C[23]=|E2=)/;
/** Quoted-printable has no other equals sign than those before two digits and at the end of a line. */
const BARE_EQUALS = /=(?![0-9A-F]{2}|\r?$)/;
const MAX_QUOTED_PRINTABLE_CHARS = 78;

/** Encoders break lines softly at these columns; elsewhere it takes more than one octet, where the sign could pad base64. */
const [MIN_SOFT_COLUMN, MAX_SOFT_COLUMN] = [70, 76];

/**
 * Whether the line that ends in `=` or the next one holds an octet as quoted-printable writes it. One alone says nothing if
 * the line may as well be a name with base64 behind it: `NAME=3Dxa...=`.
 */
function isQuotedPrintable(text: string, lineStart: number, lineEnd: number): boolean {
  const line = text.slice(Math.max(lineStart, lineEnd - MAX_QUOTED_PRINTABLE_CHARS), lineEnd);
  const next = text.slice(lineEnd + 1, lineEnd + 1 + MAX_QUOTED_PRINTABLE_CHARS).split("\n", 1)[0] ?? "";
  const octet = line.search(QUOTED_PRINTABLE);
  if (octet < 0 && !QUOTED_PRINTABLE.test(next)) return false;
  if (BARE_EQUALS.test(line) || BARE_EQUALS.test(next)) return false;
  const contentEnd = text.charCodeAt(lineEnd - 1) === 0x0d ? lineEnd - 1 : lineEnd;
  if (!pads(text, contentEnd)) return true;
  if (octet < 0) return false;
  const width = contentEnd - lineStart;
  return (
    (width >= MIN_SOFT_COLUMN && width <= MAX_SOFT_COLUMN) ||
    QUOTED_PRINTABLE.test(line.slice(octet + 1)) ||
    QUOTED_PRINTABLE.test(next)
  );
}

/** Whether the equals sign before `end` fills up base64: four characters stand for three bytes. */
function pads(text: string, end: number): boolean {
  return (end - runStart(text, end - 1, TOKEN, Math.max(0, end - 1_024))) % 4 === 0;
}

/** Units of work that a line costs, a join, and the question whether a line is quoted-printable. */
const LINE = 12;
const JOIN = 30;
const SOFT_BREAK = 60;

/** The text with folds taken out, or nothing if it has none. */
export function unfold(text: string, work: Work): Unfolded | undefined {
  let lineStart = 0;
  let lineEnd = text.indexOf("\n");
  if (lineEnd < 0) return undefined;
  work.spend(text.length >> 2);
  const builder = new ViewBuilder(text);
  const joins: Join[] = [];
  let removed = 0;
  for (; lineEnd >= 0; lineEnd = text.indexOf("\n", lineStart)) {
    const contentEnd = text.charCodeAt(lineEnd - 1) === 0x0d ? lineEnd - 1 : lineEnd;
    const nextStart = runEnd(text, lineEnd + 1, SPACE, lineEnd + 1 + MAX_INDENT);
    const mark = text.charCodeAt(contentEnd - 1);
    if (mark === BACKSLASH && contentEnd - 1 > lineStart && text.charCodeAt(contentEnd - 2) !== BACKSLASH) {
      joins.push({ at: contentEnd - 1 - removed, by: "certain" });
      builder.replace(contentEnd - 1, lineEnd + 1, "");
      removed += lineEnd + 2 - contentEnd;
    } else if (contentEnd > lineStart && isIn(text, nextStart, TOKEN | EQUALS)) {
      // `==` is the padding of base64.
      const soft = mark === EQUALS_SIGN && nextStart === lineEnd + 1 && isIn(text, contentEnd - 2, TOKEN);
      if (soft) work.left -= SOFT_BREAK;
      const certain = soft && isQuotedPrintable(text, lineStart, lineEnd);
      const from = soft ? contentEnd - 1 : contentEnd;
      const isLine = isIn(text, nextStart, TOKEN) && (soft || isIn(text, contentEnd - 1, TOKEN));
      if (certain || (isLine && (soft || isFold(text, lineStart, contentEnd, nextStart)))) {
        joins.push({
          at: from - removed,
          by: certain ? "certain" : soft && !pads(text, contentEnd) ? "soft" : "column",
        });
        builder.replace(from, nextStart, "");
        work.left -= JOIN;
        removed += nextStart - from;
      }
    }
    lineStart = lineEnd + 1;
    work.left -= LINE;
  }
  const view = builder.finish();
  return view === undefined ? undefined : { view, joins };
}
