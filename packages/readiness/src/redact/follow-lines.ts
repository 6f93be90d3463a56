import { REDACTED } from "@operator/redaction";
import { MAX_KEPT_REMOVALS } from "../limits.ts";

/** Lines of the original, from 1, of which a secret was taken, and where they stand in it. */
export interface Removal {
  first: number;
  last: number;
  start: number;
  end: number;
}

/** What redaction did to the lines of a text. */
export interface Followed {
  /** The redacted text with as many lines as the original: where one is left of several, the others read `[REDACTED]`. */
  text: string;
  /** The first removals, in order. */
  removals: readonly Removal[];
  /** All removals. */
  count: number;
}

/** A secret over more lines than these has no known form: a private key of the largest size has some 200. */
const MAX_FOLDED_LINES = 1000;

// Texts are walked by offsets: a list of the lines of 8 MiB is many times as large as the text.

const endOf = (text: string, start: number): number => {
  const end = text.indexOf("\n", start);
  return end < 0 ? text.length : end;
};

/** Where the next line starts, or `undefined` behind the last one. */
const nextOf = (text: string, end: number): number | undefined => (end < text.length ? end + 1 : undefined);

const lineAt = (text: string, start: number | undefined): string | undefined =>
  start === undefined ? undefined : text.slice(start, endOf(text, start));

function countLines(text: string): number {
  let count = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

/** Whether an original line can have become a redacted one, as far as its beginning tells. */
function beginsAs(original: string | undefined, redacted: string | undefined): boolean {
  if (original === undefined || redacted === undefined) return original === redacted;
  if (original === redacted) return true;
  const at = redacted.indexOf(REDACTED);
  return at >= 0 && original.startsWith(redacted.slice(0, at));
}

function endsAs(original: string, redacted: string): boolean {
  return original.endsWith(redacted.slice(redacted.lastIndexOf(REDACTED) + REDACTED.length));
}

/** How many lines behind the first became one redacted line with it, and where the last of them ends. */
function foldAt(original: string, start: number, left: string, after: string | undefined, most: number) {
  let end = endOf(original, start);
  let from = start;
  for (let more = 0; more <= most; more += 1) {
    const next = nextOf(original, end);
    const fits = most === 0 || endsAs(original.slice(from, end), left);
    if (fits && beginsAs(lineAt(original, next), after)) return { more, end };
    if (next === undefined) return undefined;
    from = next;
    end = endOf(original, next);
  }
  return undefined;
}

/**
 * Follows lines through redaction, which puts one line in place of a secret that had several. `undefined` where the lines
 * cannot be matched.
 */
export function followLines(original: string, redacted: string): Followed | undefined {
  const removals: Removal[] = [];
  const pieces: string[] = [];
  let surplus = countLines(original) - countLines(redacted);
  let [count, line, kept] = [0, 1, 0];
  let was: number | undefined = 0;
  let is: number | undefined = 0;
  while (is !== undefined) {
    if (was === undefined) return undefined;
    const isEnd: number = endOf(redacted, is);
    let wasEnd = endOf(original, was);
    const left = redacted.slice(is, isEnd);
    const behind = nextOf(redacted, isEnd);
    if (original.slice(was, wasEnd) !== left) {
      const most = left.includes(REDACTED) ? Math.max(0, Math.min(surplus, MAX_FOLDED_LINES)) : 0;
      const fold = foldAt(original, was, left, lineAt(redacted, behind), most);
      if (fold === undefined) return undefined;
      count += 1;
      const removal = { first: line, last: line + fold.more, start: was, end: fold.end };
      if (removals.length < MAX_KEPT_REMOVALS) removals.push(removal);
      if (fold.more > 0) {
        pieces.push(redacted.slice(kept, isEnd), `\n${REDACTED}`.repeat(fold.more));
        kept = isEnd;
      }
      surplus -= fold.more;
      line += fold.more;
      wasEnd = fold.end;
    }
    line += 1;
    was = nextOf(original, wasEnd);
    is = behind;
  }
  if (surplus !== 0 || was !== undefined) return undefined;
  const text = pieces.length === 0 ? redacted : pieces.join("") + redacted.slice(kept);
  return { text, removals, count };
}
