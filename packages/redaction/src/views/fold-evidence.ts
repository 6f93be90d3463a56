import { BASE64_RUN, DOT, EQUALS, HEX_LOWER, HEX_UPPER, PERCENT, runEnd, runStart, SPACE } from "../scan/characters.ts";
import type { Span } from "../scan/scan.ts";
import { composition, looksRandom } from "../values/randomness.ts";
import { nextEncodedRun } from "./encoded-runs.ts";

// Whether a line break was put into a secret, or two lines only happen to follow each other. Evidence on the next line must
// not go because a secret stands above it.

const TOKEN = BASE64_RUN | DOT | EQUALS | PERCENT;
const HEX = HEX_LOWER | HEX_UPPER;
/** `name=value` and `name: value`; padding of base64 at the end of a line is no name. */
const NAMED = /["']?[\w.$-]{1,80}["']?[ \t]{0,4}(?::|=(?![=\s]|$))/y;
/** Identifiers of the trade: UUID, ULID, `run_01J...`, integrity hashes. */
const IDENTIFIER =
  /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9A-HJKMNP-TV-Z]{26}|[a-z]{2,10}_[A-Za-z0-9]{8,32}|(?:sha\d{1,3}|md5)-.*)$/;
/** Words, numbers, times and versions. */
const PLAIN = /^(?:v?[\d.:,TZ+-]+|[A-Z]?[a-z]*|[A-Z]*)$/;
/** What ends a value in the grammar that it stands in: the line goes on with the text around the value. */
const DELIMITERS = "\"'&;";
const MIN_DIGEST_CHARS = 7;
/** Remainders of fewer characters do not show whether they were generated. */
const MIN_TELLING_CHARS = 8;

/** Whether this is a digest, a revision or an identifier, as a whole. */
function isEvidence(text: string, start: number, end: number): boolean {
  if (end - start >= MIN_DIGEST_CHARS && runEnd(text, start, HEX, end) === end) return true;
  return end - start <= 128 && IDENTIFIER.test(text.slice(start, end));
}

/** Whether a continuation reads like the rest of a generated value. */
function reads(text: string, start: number, end: number): boolean {
  if (end - start >= 12) return looksRandom(text, start, end);
  const made = composition(text, start, end);
  return end - start >= 4 && made.changes >= 1 && (made.digits === 0 || made.lower + made.upper > 0);
}

const BROKEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f\ufffd]/;

/** Whether what the lines encode together is text to its end: no digest and no identifier is. */
function decodesToText(text: string, start: number, end: number): boolean {
  const run = text.slice(start, end).replaceAll(/=?[ \t]*\r?\n[ \t]*/g, "");
  const decoded = nextEncodedRun(run, 0)?.decoded;
  return decoded !== undefined && !BROKEN.test(decoded);
}

type Line = { start: number; end: number; whole: boolean };

/** The lines of the stretch behind its first one, without indentation; `whole` if nothing else stands on them. */
function linesBelow(text: string, { start, end }: Span): Line[] {
  const lines: Line[] = [];
  let lineBreak = text.indexOf("\n", start);
  while (lineBreak >= 0 && lineBreak < end) {
    const from = runEnd(text, lineBreak + 1, SPACE, end);
    lineBreak = text.indexOf("\n", from);
    const to = Math.min(end, lineBreak < 0 ? end : contentEnd(text, lineBreak));
    const rest = runEnd(text, to, SPACE);
    const whole = rest === text.length || text.charCodeAt(rest) === 0x0a || text.charCodeAt(rest) === 0x0d;
    lines.push({ start: from, end: to, whole });
  }
  return lines;
}

function contentEnd(text: string, lineBreak: number): number {
  return text.charCodeAt(lineBreak - 1) === 0x0d ? lineBreak - 1 : lineBreak;
}

/** Whether a line by itself reads like the rest of the secret above it. */
function continues(text: string, { start, end, whole }: Line, evidence: Evidence, closes: boolean): boolean {
  if (evidence === "none") return closes && end - start >= MIN_TELLING_CHARS && reads(text, start, end);
  if (whole) return true;
  if (PLAIN.test(text.slice(start, Math.min(end, start + 64)))) return false;
  return evidence === "sign" || (end - start >= MIN_TELLING_CHARS && reads(text, start, end));
}

/** What speaks for a fold: nothing yet, since the part on the first line is a secret by itself; its form, which wants more; or a sign at the line's end. */
export type Evidence = "none" | "form" | "sign";

/**
 * Where a secret ends that may be folded over several lines: behind the last line that continues it for certain, or -1 if none
 * does. A secret that was whole on its line goes on only in lines of the same width, or in one that holds nothing else, reads as
 * generated, and is no digest, identifier, named value or secret of its own.
 *
 * @param begins whether a secret of its own begins at this place
 */
export function foldedEnd(text: string, source: Span, evidence: Evidence, begins: (at: number) => boolean): number {
  const breakAt = contentEnd(text, text.indexOf("\n", source.start));
  const above = runStart(text, breakAt, EQUALS, source.start);
  const isHex = runStart(text, above, HEX, source.start) <= Math.max(source.start, above - 2);
  const isWhole = evidence === "none";
  if (isWhole && source.encoded !== true && !reads(text, Math.max(source.start, above - 40), above)) return -1;
  const widest = breakAt - (text.lastIndexOf("\n", breakAt - 1) + 1);
  let end = -1;
  /** Width of the full line above; 0 above the first continuation. */
  let column = 0;
  for (const line of linesBelow(text, source)) {
    const length = line.end - line.start;
    NAMED.lastIndex = line.start;
    if (length > widest || NAMED.test(text) || begins(line.start)) break;
    if (source.encoded === true) {
      if (!decodesToText(text, source.start, line.end) || (length < MIN_TELLING_CHARS && !line.whole)) break;
    } else {
      if (runEnd(text, line.start, TOKEN, line.end) < line.end - 2) break;
      // The rest of a secret in hex is hex; if it was whole already, hex below it is a digest.
      if (isEvidence(text, line.start, line.end) && (isWhole || !isHex)) break;
      const closes = line.whole || DELIMITERS.includes(text.charAt(line.end));
      if (!(line.whole && length <= column) && !continues(text, line, evidence, closes)) break;
    }
    end = line.end;
    // Only the last line is shorter.
    if (length < column) break;
    column = length;
  }
  return end;
}
