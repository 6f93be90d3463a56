import type { Recogniser } from "../recognisers/recogniser.ts";
import { startsEscape } from "../views/escapes.ts";
import { Scan, type Span } from "./scan.ts";
import type { Work } from "./work.ts";

// One pass finds the anchors of all recognisers. Each character has a symbol of six bits, which folds the case of letters;
// three neighbouring symbols make a number of 18 bits, and a table says for each number whether an anchor may be near. Clean text leaves the loop only where three characters happen to agree; then the bucket compares the whole anchor.

const BITS = 6;
const MASK = 0x3ffff;
const SYMBOL = 63;
const OTHER = 63;

/** Traits of a text that call for a closer look, as `search` finds them. */
export const ESCAPED = 64;
export const FOLDED = 128;

/** For every character its symbol, and beside it the traits that it gives a text. */
const SYMBOLS = new Uint16Array(65_536).fill(OTHER);
for (const [symbol, character] of [..."abcdefghijklmnopqrstuvwxyz0123456789_-.:=/$+~@ <\"'|"].entries()) {
  SYMBOLS[character.charCodeAt(0)] = symbol;
  SYMBOLS[character.toUpperCase().charCodeAt(0)] = symbol;
}
for (let code = 0; code < SYMBOLS.length; code += 1) {
  if (startsEscape(code)) SYMBOLS[code] = ESCAPED | OTHER;
}
SYMBOLS[0x0a] = FOLDED | OTHER;

function symbolAt(text: string, at: number): number {
  return (SYMBOLS[text.charCodeAt(at)] ?? OTHER) & SYMBOL;
}

type Entry = {
  recogniser: Recogniser;
  anchor: string;
  /** The anchor in the case that it is compared in. */
  compared: string;
  /** Index in the anchor of the trigram's last character. */
  last: number;
};

/** For each trigram the number of its bucket, or 0. */
export type AnchorIndex = { marks: Uint16Array; buckets: Entry[][] };

function trigram(text: string, last: number): number {
  return (symbolAt(text, last - 2) << (2 * BITS)) | (symbolAt(text, last - 1) << BITS) | symbolAt(text, last);
}

/** How often letters stand in English and in identifiers, most frequent first: a rare trigram is the better hook. */
const FREQUENT = "etaoinsrlcdmhup0123456789_gfbykvw-./:=jxqz";

function rarity(folded: string, last: number): number {
  let sum = 0;
  for (let at = last - 2; at <= last; at += 1) {
    const rank = FREQUENT.indexOf(folded.charAt(at));
    sum += rank < 0 ? FREQUENT.length : rank;
  }
  return sum;
}

export function indexAnchors(recognisers: readonly Recogniser[]): AnchorIndex {
  const index: AnchorIndex = { marks: new Uint16Array(MASK + 1), buckets: [[]] };
  for (const recogniser of recognisers) {
    for (const anchor of recogniser.anchors) {
      const folded = anchor.toLowerCase();
      if (folded.length < 3) throw new Error(`anchor ${anchor} of ${recogniser.id} is shorter than three characters`);
      let last = 2;
      for (let at = 3; at < folded.length; at += 1) if (rarity(folded, at) > rarity(folded, last)) last = at;
      const key = trigram(folded, last);
      const compared = recogniser.caseSensitive === true ? anchor : folded;
      const bucket = index.buckets[index.marks[key] || index.buckets.length] ?? [];
      if (bucket.length === 0) index.marks[key] = index.buckets.push(bucket) - 1;
      bucket.push({ recogniser, anchor, compared, last });
    }
  }
  return index;
}

function isAnchoredAt(text: string, at: number, { recogniser, compared }: Entry): boolean {
  if (at < 0 || at + compared.length > text.length) return false;
  const anyCase = recogniser.caseSensitive !== true;
  for (let i = 0; i < compared.length; i += 1) {
    const code = text.charCodeAt(at + i);
    const wanted = compared.charCodeAt(i);
    if (code !== wanted && !(anyCase && code >= 65 && code <= 90 && code + 32 === wanted)) return false;
  }
  return true;
}

/**
 * One loop over the text. It adds every secret that a recogniser finds to `found`, in the order of their anchors, and says what
 * else there is to look for: ESCAPED, FOLDED, or 0 for most strings of an event, which have no anchor either. Up to the
 * first anchor nothing is allocated.
 */
export function search(index: AnchorIndex, text: string, found: Span[], work: Work): number {
  const { marks, buckets } = index;
  const { length } = text;
  work.left -= length;
  let window = MASK;
  let traits = 0;
  for (let at = 0; at < length; at += 1) {
    const symbol = SYMBOLS[text.charCodeAt(at)] ?? OTHER;
    traits |= symbol;
    window = ((window << BITS) | (symbol & SYMBOL)) & MASK;
    const mark = marks[window] ?? 0;
    if (mark !== 0 && isAnchored(buckets[mark] ?? [], text, at)) {
      traits |= searchFrom(index, text, at, found, work);
      break;
    }
  }
  return traits & ~SYMBOL;
}

/** Goes on from the first anchor, whose trigram ends at `first`. Anchors inside a secret are passed over. */
function searchFrom({ marks, buckets }: AnchorIndex, text: string, first: number, found: Span[], work: Work): number {
  const { length } = text;
  const scan = new Scan(text, work);
  let window = (symbolAt(text, first - 2) << BITS) | symbolAt(text, first - 1);
  let traits = 0;
  for (let at = first; at < length; at += 1) {
    const symbol = SYMBOLS[text.charCodeAt(at)] ?? OTHER;
    traits |= symbol;
    window = ((window << BITS) | (symbol & SYMBOL)) & MASK;
    const mark = marks[window] ?? 0;
    const resume = mark === 0 ? 0 : askRecognisers(buckets[mark] ?? [], scan, at, found);
    if (resume <= at) continue;
    while (at + 1 < resume) {
      at += 1;
      traits |= SYMBOLS[text.charCodeAt(at)] ?? OTHER;
    }
    window = MASK;
  }
  return traits;
}

/** Whether one of the anchors stands around the trigram that ends at `at`: most strings agree with a trigram, few with an anchor. */
function isAnchored(bucket: readonly Entry[], text: string, at: number): boolean {
  for (const entry of bucket) if (isAnchoredAt(text, at - entry.last, entry)) return true;
  return false;
}

/** Units of work that a recogniser costs by being asked. */
const ASKING = 20;
/** And by finding something, which is to be carried back and replaced. */
const FINDING = 30;

/** The line that nothing may be asked about any more: it goes whole. Says up to where that is. */
function unexamined(scan: Scan, at: number, found: Span[]): number {
  // Lines that end in a carriage return alone are parts of one line here, or each would be looked for from its start.
  const end = scan.next("\n", at);
  found.push({ start: scan.text.lastIndexOf("\n", at) + 1, end, rule: UNEXAMINED });
  scan.coveredUntil = end;
  return end;
}

/** The rule of what is removed because it would cost too much to look at. */
export const UNEXAMINED = "unexamined-text";

/** Adds what the recognisers find whose anchors stand around the trigram that ends at `at`, and says up to where that is. */
function askRecognisers(bucket: readonly Entry[], scan: Scan, at: number, found: Span[]): number {
  let end = 0;
  for (const entry of bucket) {
    const start = at - entry.last;
    if (start < scan.coveredUntil || !isAnchoredAt(scan.text, start, entry)) continue;
    if (scan.work.left <= 0) return unexamined(scan, start, found);
    scan.work.left -= ASKING;
    const secret = entry.recogniser.find(scan, start, entry.anchor);
    if (secret === undefined) continue;
    for (const span of "end" in secret ? [secret] : secret) {
      if (span.end <= span.start) continue;
      found.push(span);
      scan.work.left -= FINDING;
      if (span.end > end) end = span.end;
    }
  }
  if (end > at) scan.coveredUntil = end;
  return end;
}
