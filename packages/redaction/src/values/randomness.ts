import { MAX_JUDGED_CHARS } from "../limits.ts";
import { classOf, DIGIT, LETTER, LOWER, UPPER } from "../scan/characters.ts";

/** What a stretch of text is made of, as far as judging it needs. */
export type Composition = {
  length: number;
  digits: number;
  lower: number;
  upper: number;
  other: number;
  spaces: number;
  /** Neighbouring letters and digits of different class. Words have two changes at most, generated characters one in two places. */
  changes: number;
  /** Neighbouring letters and digits in all. */
  neighbours: number;
  /** Longest row of consonants of one case: no word has seven. */
  consonants: number;
  /** Longest run of letters of one case. */
  longestWord: number;
};

const CLASSES = DIGIT | LETTER;
const VOWEL = new Uint8Array(128);
for (const vowel of "aeiouyAEIOUY") VOWEL[vowel.charCodeAt(0)] = 1;

export function composition(text: string, start: number, end: number): Composition {
  const stop = Math.min(end, start + MAX_JUDGED_CHARS);
  let [digits, lower, upper, other, spaces, changes, neighbours] = [0, 0, 0, 0, 0, 0, 0];
  let [word, longestWord, row, consonants] = [0, 0, 0, 0];
  let before = 0;
  for (let at = start; at < stop; at += 1) {
    const code = text.charCodeAt(at);
    const kind = classOf(code) & CLASSES;
    if (kind === LOWER) lower += 1;
    else if (kind === UPPER) upper += 1;
    else if (kind === DIGIT) digits += 1;
    else if (code <= 32) spaces += 1;
    else if (code < 128) other += 1;
    else lower += 1;
    if (kind !== 0 && before !== 0) {
      neighbours += 1;
      if (kind !== before) changes += 1;
    }
    if ((kind & LETTER) === 0) {
      word = 0;
      row = 0;
    } else {
      word = kind === before ? word + 1 : 1;
      row = VOWEL[code] === 1 ? 0 : kind === before ? row + 1 : 1;
      if (word > longestWord) longestWord = word;
      if (row > consonants) consonants = row;
    }
    before = kind;
  }
  return { length: end - start, digits, lower, upper, other, spaces, changes, neighbours, consonants, longestWord };
}

const MIN_RANDOM_CHARS = 12;
/** Words and abbreviations written together: `HttpRequestHandler`, `parseJSONBody`, `MAX_VALUE`. */
const CAMEL_CASE =
  /^(?:[-_./]?(?:[A-Z]?[a-z]{2,}(?![a-z])|[A-Z]{2,}(?![A-Za-z])|[A-Z]{2,5}(?=[A-Z][a-z])|[Aa](?=[A-Z]|$)))+$/;

/**
 * Whether a stretch reads like generated characters rather than like words, dates or version numbers: letters and digits
 * alternate, or the case changes all the time, or consonants stand in rows that no word has.
 */
export function looksRandom(text: string, start: number, end: number): boolean {
  return isRandom(text, start, end, composition(text, start, end));
}

/** The same for a stretch whose composition is known. */
export function isRandom(text: string, start: number, end: number, made: Composition): boolean {
  if (made.length < MIN_RANDOM_CHARS || made.spaces > 0 || made.lower + made.upper === 0) return false;
  if (made.consonants >= 7 && made.length >= 16) return true;
  if (made.digits === 0)
    return (
      made.lower > 1 &&
      made.upper > 1 &&
      made.changes * 10 >= made.neighbours * 3 &&
      !CAMEL_CASE.test(text.slice(start, Math.min(end, start + MAX_JUDGED_CHARS)))
    );
  // A word with a number behind it changes once or twice, however long it is.
  return made.changes >= 4 && made.changes * 6 >= made.neighbours;
}
