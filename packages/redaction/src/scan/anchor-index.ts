import type { Recogniser } from "../recognisers/recogniser.ts";
import { Scan, type Span } from "./scan.ts";

// One pass finds the anchors of all recognisers. Three neighbouring characters, five bits of each (which also folds the
// case of letters), make a 15-bit number; a table of 32 KiB says for each number whether an anchor may be near. Clean text
// leaves the loop only where three characters happen to agree, and the bucket then compares the whole anchor.

const BITS = 5;
const MASK = 0x7fff;

type Entry = { recogniser: Recogniser; anchor: string; folded: string; /** Index in the anchor of the trigram's last character. */ last: number };

export type AnchorIndex = { table: Uint8Array; buckets: Map<number, Entry[]> };

function trigram(text: string, last: number): number {
  return ((text.charCodeAt(last - 2) & 31) << (2 * BITS)) | ((text.charCodeAt(last - 1) & 31) << BITS) | (text.charCodeAt(last) & 31);
}

/** How often letters stand in English and in identifiers, most frequent first: a rare trigram is the better hook. */
const FREQUENT = "etaoinsrlcdmhup_gfbykvw-=.:jxqz";

function rarity(folded: string, last: number): number {
  let sum = 0;
  for (let at = last - 2; at <= last; at += 1) {
    const rank = FREQUENT.indexOf(folded.charAt(at));
    sum += rank < 0 ? 30 : rank;
  }
  return sum;
}

export function indexAnchors(recognisers: readonly Recogniser[]): AnchorIndex {
  const index: AnchorIndex = { table: new Uint8Array(MASK + 1), buckets: new Map() };
  for (const recogniser of recognisers) {
    for (const anchor of recogniser.anchors) {
      const folded = anchor.toLowerCase();
      if (folded.length < 3) throw new Error(`anchor ${anchor} of ${recogniser.id} is shorter than three characters`);
      let last = 2;
      for (let at = 3; at < folded.length; at += 1) if (rarity(folded, at) > rarity(folded, last)) last = at;
      const key = trigram(folded, last);
      index.table[key] = 1;
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
    if (code !== folded.charCodeAt(i) && !(code >= 65 && code <= 90 && code + 32 === folded.charCodeAt(i))) return false;
  }
  return true;
}

/** The index of the last character of the next trigram that an anchor may own, at or after `from`; -1 if there is none. */
export function nextCandidate(index: AnchorIndex, text: string, from: number): number {
  const { table } = index;
  const { length } = text;
  if (length - from < 3) return -1;
  let window = ((text.charCodeAt(from) & 31) << BITS) | (text.charCodeAt(from + 1) & 31);
  for (let at = from + 2; at < length; at += 1) {
    window = ((window << BITS) | (text.charCodeAt(at) & 31)) & MASK;
    if (table[window] === 1) return at;
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
      if (at < coveredUntil || !standsAt(text, at, entry.folded)) continue;
      for (const span of [entry.recogniser.find(scan, at, entry.anchor) ?? []].flat()) {
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
