import { REDACTED } from "../replacement.ts";
import { looksRandom } from "../values/randomness.ts";
import { classOf, isIn, LINE_BREAK, runEnd, SPACE, VALUE_END } from "./characters.ts";
import { Work } from "./work.ts";

/**
 * Part of a text that is to be replaced, and the rule that says so. `literal` replaces it, or REDACTED if absent; `encoded`
 * marks a run that holds a secret only once it is decoded.
 */
export type Span = { start: number; end: number; rule: string; literal?: string; encoded?: true };

const BACKSLASH = 0x5c;
const DOUBLE_QUOTE = 0x22;

/**
 * Whether the character at `at` ends a string that holds the one in question: a quote with fewer escapes, or a double
 * quote before JSON punctuation where single quotes are being read.
 */
function endsAround(text: string, at: number, quote: number, escapes: number, backslashes: number): boolean {
  const code = text.charCodeAt(at);
  if (code !== quote) return code === DOUBLE_QUOTE && backslashes <= escapes && ",:}]".includes(text.charAt(at + 1));
  for (let outer = 0; outer < escapes; outer = 2 * outer + 1)
    if (backslashes % (2 * (outer + 1)) === outer) return true;
  return false;
}

/**
 * One text under examination. Recognisers ask it questions that would be quadratic if each answer were searched
 * afresh ("where does this line end?", "where is the closing quote?"); it remembers the last answer to each, so that
 * questions that move forward through the text read every character once.
 */
export class Scan {
  readonly text: string;
  /** Up to where names have been judged already; keywords before it belong to a name that was looked at. */
  judgedUntil = 0;
  /** Where the last secret ends; anchors before it are part of it. */
  coveredUntil = 0;
  #lineFrom = 0;
  #lineTo = -1;
  readonly #valueEnd = { from: 0, to: -1 };
  readonly #blankEnd = { from: 0, to: -1 };
  #runs: Map<number, { from: number; to: number }> | undefined;
  #closings: Map<number, { from: number; to: number; found: boolean }> | undefined;
  #literals: Map<string, { from: number; to: number }> | undefined;

  readonly #random = { start: -1, end: -1, verdict: false };
  #doneUntil: Map<string, number> | undefined;

  readonly work: Work;

  constructor(text: string, work: Work = Work.for(text.length)) {
    this.text = text;
    this.work = work;
  }

  /** Whether a stretch looks random: a run with many prefixes in it is asked about again and again. */
  looksRandom(start: number, end: number): boolean {
    const asked = this.#random;
    if (start !== asked.start || end !== asked.end) {
      asked.verdict = looksRandom(this.text, start, end);
      asked.start = start;
      asked.end = end;
    }
    return asked.verdict;
  }

  /** Up to where a recogniser that reads far ahead has been already, as it said with `done`. */
  doneUntil(recogniser: string): number {
    return this.#doneUntil?.get(recogniser) ?? 0;
  }

  done(recogniser: string, until: number): void {
    this.#doneUntil ??= new Map();
    this.#doneUntil.set(recogniser, until);
  }

  /** Where the line that holds `from` ends: the index of its line break, or the length of the text. */
  lineEnd(from: number): number {
    if (from >= this.#lineFrom && from <= this.#lineTo) return this.#lineTo;
    let end = from;
    while (end < this.text.length && !isIn(this.text, end, LINE_BREAK)) end += 1;
    this.#lineFrom = from;
    this.#lineTo = end;
    this.work.spend(end - from);
    return end;
  }

  /** Where the run of characters of these classes ends that holds `from`; `from` itself if it is not one of them. */
  run(classes: number, from: number): number {
    this.#runs ??= new Map();
    const known = this.#runs.get(classes);
    if (known !== undefined && from >= known.from && from < known.to) return known.to;
    const to = runEnd(this.text, from, classes);
    this.#runs.set(classes, { from, to });
    this.work.spend(to - from);
    return to;
  }

  /**
   * Where an unquoted value ends that holds `from`: before a blank, a quote, an escape such as `\n` or a removed secret and,
   * unless `toBlank`, before punctuation that separates values.
   */
  valueEnd(from: number, toBlank: boolean): number {
    const known = toBlank ? this.#blankEnd : this.#valueEnd;
    if (from >= known.from && from <= known.to) return known.to;
    const classes = toBlank ? SPACE | LINE_BREAK : VALUE_END;
    const { text } = this;
    let to = from;
    for (; to < text.length; to += 1) {
      const code = text.charCodeAt(to);
      if ((classOf(code) & classes) !== 0 || code === 0x22 || code === 0x27 || code === 0x60) break;
      if (code === BACKSLASH && "nrt\"'`\\".includes(text.charAt(to + 1))) break;
      if (code === 0x5b && text.startsWith(REDACTED, to)) break;
    }
    known.from = from;
    known.to = to;
    this.work.spend(to - from);
    return to;
  }

  /** The first index at or after `from` where `literal` stands, or the length of the text. */
  next(literal: string, from: number): number {
    this.#literals ??= new Map();
    const known = this.#literals.get(literal);
    if (known !== undefined && from >= known.from && from <= known.to) return known.to;
    const found = this.text.indexOf(literal, from);
    const to = found < 0 ? this.text.length : found;
    this.work.spend((to - from) >> 3);
    this.#literals.set(literal, { from, to });
    return to;
  }

  /**
   * The index at which the string ends that was opened by `quote` behind `escapes` backslashes (0 in plain text, 1 in
   * JSON inside JSON, 3 one level deeper): the index of the closing quote's first backslash, or of the quote. Strings do
   * not cross line breaks; -1 if this one is not closed on its line.
   */
  closing(from: number, quote: number, escapes: number): number {
    const key = quote * 64 + Math.min(escapes, 63);
    this.#closings ??= new Map();
    const known = this.#closings.get(key);
    if (known !== undefined && from >= known.from && from <= known.to) return known.found ? known.to : -1;
    const { text } = this;
    const lineEnd = this.lineEnd(from);
    const period = 2 * (escapes + 1);
    let backslashes = 0;
    for (let at = from; at < lineEnd; at += 1) {
      const code = text.charCodeAt(at);
      if (code === BACKSLASH) backslashes += 1;
      else {
        if (code === quote && backslashes % period === escapes) {
          this.work.spend(at - from);
          this.#closings.set(key, { from, to: at - escapes, found: true });
          return at - escapes;
        }
        if (endsAround(text, at, quote, escapes, backslashes)) {
          this.#closings.set(key, { from, to: at, found: false });
          this.work.spend(at - from);
          return -1;
        }
        backslashes = 0;
      }
    }
    this.#closings.set(key, { from, to: lineEnd, found: false });
    this.work.spend(lineEnd - from);
    return -1;
  }
}
