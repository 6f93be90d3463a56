import { isIn, LINE_BREAK, runEnd } from "./characters.ts";

/** Part of a text that is to be replaced, and the rule that says so. `literal` replaces it; REDACTED if absent. */
export type Span = { start: number; end: number; rule: string; literal?: string };

const BACKSLASH = 0x5c;

/**
 * One text under examination. Recognisers ask it questions that would be quadratic if each answer were searched
 * afresh ("where does this line end?", "where is the closing quote?"); it remembers the last answer to each, so that
 * questions that move forward through the text read every character once.
 */
export class Scan {
  readonly text: string;
  /** Up to where names have been judged already; keywords before it belong to a name that was looked at. */
  judgedUntil = 0;
  readonly #lines = { from: 0, to: -1 };
  readonly #runs = new Map<number, { from: number; to: number }>();
  readonly #closings = new Map<number, { from: number; to: number; found: boolean }>();
  readonly #literals = new Map<string, { from: number; to: number }>();

  constructor(text: string) {
    this.text = text;
  }

  /** Where the line that holds `from` ends: the index of its line break, or the length of the text. */
  lineEnd(from: number): number {
    const line = this.#lines;
    if (from >= line.from && from <= line.to) return line.to;
    let end = from;
    while (end < this.text.length && !isIn(this.text, end, LINE_BREAK)) end += 1;
    line.from = from;
    line.to = end;
    return end;
  }

  /** Where the run of characters of these classes ends that holds `from`; `from` itself if it is not one of them. */
  run(classes: number, from: number): number {
    const known = this.#runs.get(classes);
    if (known !== undefined && from >= known.from && from < known.to) return known.to;
    const to = runEnd(this.text, from, classes);
    this.#runs.set(classes, { from, to });
    return to;
  }

  /** The first index at or after `from` where `literal` stands, or the length of the text. */
  next(literal: string, from: number): number {
    const known = this.#literals.get(literal);
    if (known !== undefined && from >= known.from && from <= known.to) return known.to;
    const found = this.text.indexOf(literal, from);
    const to = found < 0 ? this.text.length : found;
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
          this.#closings.set(key, { from, to: at - escapes, found: true });
          return at - escapes;
        }
        if (code === quote && backslashes < escapes) {
          // A less escaped quote ends the string around this one.
          this.#closings.set(key, { from, to: at, found: false });
          return -1;
        }
        backslashes = 0;
      }
    }
    this.#closings.set(key, { from, to: lineEnd, found: false });
    return -1;
  }
}
