import { classOf, DIGIT, LETTER, LOWER, UPPER } from "../scan/characters.ts";
import { MAX_JUDGED_CHARS } from "../limits.ts";

/** What a stretch of text is made of, as far as judging it needs. */
export type Composition = {
  length: number;
  digits: number;
  lower: number;
  upper: number;
  other: number;
  spaces: number;
  /** Places where a letter meets a digit or a lower-case letter is followed by an upper-case one: words have few, keys many. */
  turns: number;
  /** Longest run of letters of one case. */
  longestWord: number;
};

export function composition(text: string, start: number, end: number): Composition {
  const stop = Math.min(end, start + MAX_JUDGED_CHARS);
  const found: Composition = { length: end - start, digits: 0, lower: 0, upper: 0, other: 0, spaces: 0, turns: 0, longestWord: 0 };
  let before = 0;
  let run = 0;
  for (let at = start; at < stop; at += 1) {
    const code = text.charCodeAt(at);
    const kind = classOf(code) & (DIGIT | LETTER);
    if (kind === DIGIT) found.digits += 1;
    else if (kind === LOWER) found.lower += 1;
    else if (kind === UPPER) found.upper += 1;
    else if (code <= 32) found.spaces += 1;
    else found.other += 1;
    if (kind !== 0 && before !== 0 && kind !== before && !(before === UPPER && kind === LOWER)) found.turns += 1;
    run = kind === before && kind !== DIGIT && kind !== 0 ? run + 1 : 1;
    if (kind !== 0 && kind !== DIGIT && run > found.longestWord) found.longestWord = run;
    before = kind;
  }
  return found;
}

/**
 * Whether a stretch reads like generated characters rather than like words, dates or version numbers: it has digits
 * among its letters (or changes case all the time) and no long word.
 */
export function looksRandom(text: string, start: number, end: number): boolean {
  const made = composition(text, start, end);
  if (made.length < 12 || made.spaces > 0) return false;
  const letters = made.lower + made.upper;
  if (letters === 0) return false;
  const judged = Math.min(made.length, MAX_JUDGED_CHARS);
  if (made.digits === 0) return made.length >= 16 && made.lower > 2 && made.upper > 2 && made.turns * 6 >= judged;
  // Words with a number behind them change class once or twice however long they are.
  return made.turns >= 3 && made.turns * 9 >= judged - 6;
}
