import { isIn, LOWER, runEnd } from "../scan/characters.ts";
import type { Scan, Span } from "../scan/scan.ts";
import type { Recogniser } from "./recogniser.ts";

// BIP 39: 12, 15, 18, 21 or 24 words of three to eight letters. Such a row of words is found where something speaks of a phrase.

const COUNTS: ReadonlySet<number> = new Set([12, 15, 18, 21, 24]);
const MAX_REACH = 48;
/** Frequent words of three to eight letters that the list does not have: prose gives itself away by them. */
const NO_SEED_WORDS: ReadonlySet<string> = new Set(
  "the and for with not are was were this from your has have had been but they its their which who would could may might than them these those his her our out after between because while how does did done being each most many via per using should phrase words".split(
    " ",
  ),
);

/** `whole`: where the longest phrase ends that the row may begin with, or -1. */
type Row = { start: number; end: number; whole: number; count: number; prose: boolean };

/** Wallets number the words when they show them. */
const SEPARATOR = /[ ,\-_]{1,2}(?:\d{1,2}[.):] ?)?/y;

/** The row of lower-case words with single separators that starts at `from`, introductory words left out. */
function rowOfWords(text: string, from: number): Row {
  const row: Row = { start: from, end: from, whole: -1, count: 0, prose: false };
  let at = from;
  while (row.count <= 25) {
    const wordEnd = runEnd(text, at, LOWER, at + 10);
    if (wordEnd - at < 3 || wordEnd - at > 8) break;
    const isProse = NO_SEED_WORDS.has(text.slice(at, wordEnd));
    if (isProse && row.count >= 12) break;
    if (isProse && row.count > 0) row.prose = true;
    if (!isProse) {
      if (row.count === 0) row.start = at;
      row.count += 1;
    }
    row.end = wordEnd;
    if (COUNTS.has(row.count)) row.whole = wordEnd;
    SEPARATOR.lastIndex = wordEnd;
    if (!SEPARATOR.test(text)) break;
    at = SEPARATOR.lastIndex;
  }
  return row;
}

const RULE = "seed-phrase";
const WORK_A_ROW = 40;

function phraseFrom(scan: Scan, from: number): Span | undefined {
  const limit = Math.min(scan.lineEnd(from), from + MAX_REACH);
  for (let at = Math.max(from, scan.doneUntil(RULE)); at < limit; at += 1) {
    if (!isIn(scan.text, at, LOWER) || isIn(scan.text, at - 1, LOWER)) continue;
    const row = rowOfWords(scan.text, at);
    scan.work.spend(WORK_A_ROW + 3 * (row.end - at));
    scan.done(RULE, Math.max(row.end, at));
    if (COUNTS.has(row.count) && !row.prose) return { start: row.start, end: row.end, rule: RULE };
    // Behind a colon or an equals sign the phrase begins for certain; the line of a log goes on with words of its own.
    if (
      row.whole > 0 &&
      !row.prose &&
      /[:=]["' ]{0,2}$/.test(scan.text.slice(Math.max(from, row.start - 3), row.start))
    )
      return { start: row.start, end: row.whole, rule: RULE };
    at = Math.max(row.end, at);
  }
  scan.done(RULE, Math.max(limit, scan.doneUntil(RULE)));
  return undefined;
}

export const seedPhrases: Recogniser = {
  id: RULE,
  source: "BIP 39",
  anchors: ["mnemonic", "seed", "phrase", "recovery", "wallet", "backup words"],
  find(scan, at, anchor) {
    // The rest of the keyword's own word (`mnemonics`, `seed_phrase`) is not part of the phrase.
    const from = runEnd(scan.text, at + anchor.length, LOWER, at + anchor.length + 12);
    return phraseFrom(scan, from);
  },
  fixtures: {
    positive: [
      "mnemonic: <lower:3> <lower:5> <lower:4> <lower:6> <lower:5> <lower:4> <lower:7> <lower:3> <lower:5> <lower:6> <lower:4> <lower:5>",
    ],
    negative: ["the recovery phrase should be written down before you use the wallet for the first time"],
  },
};
