import type { Recogniser } from "../recognisers/recogniser.ts";
import { startsEscape } from "../views/escapes.ts";
import { Scan, type Span } from "./scan.ts";

// One pass finds the anchors of all recognisers. Each character has a symbol of six bits, which folds the case of letters;
// three neighbouring symbols make a number of 18 bits, and a table says for each number whether an anchor may be near. Clean text leaves the loop only where three characters happen to agree; then the bucket compares the whole anchor.

const BITS = 6;
const MASK = 0x3ffff;
const SYMBOL = 63;
const OTHER = 63;

/** Traits of a text that call for a closer look, as `survey` finds them. */
export const ANCHORED = 64;
export const ESCAPED = 128;
export const FOLDED = 256;

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
  folded: string /** Index in the anchor of the trigram's last character. */;
  last: number;
};

export type AnchorIndex = { marks: Uint8Array; buckets: Map<number, Entry[]> };

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
  const index: AnchorIndex = { marks: new Uint8Array(MASK + 1), buckets: new Map() };
  for (const recogniser of recognisers) {
    for (const anchor of recogniser.anchors) {
      const folded = anchor.toLowerCase();
      if (folded.length < 3) throw new Error(`anchor ${anchor} of ${recogniser.id} is shorter than three characters`);
      let last = 2;
      for (let at = 3; at < folded.length; at += 1) if (rarity(folded, at) > rarity(folded, last)) last = at;
      const key = trigram(folded, last);
      index.marks[key] = 1;
      const bucket = index.buckets.get(key) ?? [];
      bucket.push({ recogniser, anchor, folded, last });
      index.buckets.set(key, bucket);
    }
  }
  return index;
}

function standsAt(text: string, at: number, folded: string): boolean {
  if (at < 0 || at + folded.length > text.length) return false;
  for (let i = 0; i < folded.length; i += 1) {
    const code = text.charCodeAt(at + i);
    if (code !== folded.charCodeAt(i) && !(code >= 65 && code <= 90 && code + 32 === folded.charCodeAt(i)))
      return false;
  }
  return true;
}

function isAnchoredAt(text: string, at: number, entry: Entry): boolean {
  return entry.recogniser.caseSensitive === true
    ? at >= 0 && text.startsWith(entry.anchor, at)
    : standsAt(text, at, entry.folded);
}

function hasAnchorAt(index: AnchorIndex, text: string, last: number): boolean {
  for (const entry of index.buckets.get(trigram(text, last)) ?? [])
    if (isAnchoredAt(text, last - entry.last, entry)) return true;
  return false;
}

/** One loop over the text that says what there is to look for; 0 for most strings of an event. Nothing is allocated. */
export function survey(index: AnchorIndex, text: string): number {
  const { marks } = index;
  const { length } = text;
  let window = MASK;
  let traits = 0;
  for (let at = 0; at < length; at += 1) {
    const symbol = SYMBOLS[text.charCodeAt(at)] ?? OTHER;
    traits |= symbol;
    window = ((window << BITS) | (symbol & SYMBOL)) & MASK;
    if (marks[window] === 1 && (traits & ANCHORED) === 0 && hasAnchorAt(index, text, at)) traits |= ANCHORED;
  }
  return traits & ~SYMBOL;
}

/** The index of the last character of the next trigram that an anchor may own, at or after `from`; -1 if there is none. */
function nextCandidate(index: AnchorIndex, text: string, from: number): number {
  const { marks } = index;
  const { length } = text;
  if (length - from < 3) return -1;
  let window = (symbolAt(text, from) << BITS) | symbolAt(text, from + 1);
  for (let at = from + 2; at < length; at += 1) {
    window = ((window << BITS) | ((SYMBOLS[text.charCodeAt(at)] ?? OTHER) & SYMBOL)) & MASK;
    if (marks[window] === 1) return at;
  }
  return -1;
}

/** Every secret that a recogniser finds in the text, in the order of their anchors. Anchors inside a secret are passed over. */
export function findAnchored(index: AnchorIndex, text: string): Span[] {
  let candidate = nextCandidate(index, text, 0);
  if (candidate < 0) return [];
  const scan = new Scan(text);
  const spans: Span[] = [];
  let coveredUntil = 0;
  while (candidate >= 0) {
    let resume = candidate - 1;
    for (const entry of index.buckets.get(trigram(text, candidate)) ?? []) {
      const at = candidate - entry.last;
      if (at < coveredUntil || !isAnchoredAt(text, at, entry)) continue;
      const found = entry.recogniser.find(scan, at, entry.anchor);
      if (found === undefined) continue;
      for (const span of "end" in found ? [found] : found) {
        if (span.end <= span.start) continue;
        spans.push(span);
        if (span.end > resume) resume = span.end;
      }
    }
    if (resume >= candidate) coveredUntil = resume;
    candidate = nextCandidate(index, text, resume);
  }
  return spans;
}
