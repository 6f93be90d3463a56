/**
 * A number from 0 to 2^53 - 1 for a text: two multiplicative hashes of 32 and 21 bits, mixed. Names a denied action in the
 * count of distinct ones; a collision makes the count too small by one.
 */
export function hash53(text: string): number {
  let low = 0x9e3779b1;
  let high = 0x7feb352d;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x846ca68b);
    high = Math.imul(high ^ unit, 0x68e31da4) ^ (low >>> 13);
  }
  low = Math.imul(low ^ (low >>> 16), 0x45d9f3b5) ^ (high >>> 11);
  high = Math.imul(high ^ (high >>> 15), 0x2c1b3c6d) ^ (low >>> 17);
  return (high & 0x1fffff) * 0x1_0000_0000 + (low >>> 0);
}

/** The smallest of two sorted lists of numbers, each once, at most `max`: keeps what it keeps whatever comes later. */
export function smallest(a: readonly number[], b: readonly number[], max: number): number[] {
  if (b.length === 0) return [...a];
  return [...new Set([...a, ...b])].sort((x, y) => x - y).slice(0, max);
}
