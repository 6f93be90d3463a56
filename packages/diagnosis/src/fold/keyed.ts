import { byTime, type Mark } from "./mark.ts";

/**
 * Bounded lists that merge in any order. Of every key the best item is kept, and of these the best `max`. That is a
 * commutative and associative operation: an item that the bound drops is beaten by `max` items of other keys, all of which
 * are still there after any further merge, so that it could never have come back.
 */
function keep<M extends Mark>(
  items: readonly M[],
  keyOf: (item: M) => string | number,
  max: number,
  order: (a: Mark, b: Mark) => number,
): M[] {
  const best = new Map<string | number, M>();
  for (const item of items) {
    const key = keyOf(item);
    const known = best.get(key);
    if (known === undefined || order(item, known) < 0) best.set(key, item);
  }
  return [...best.values()].sort(order).slice(0, max);
}

/** The first item of every key, of these the `max` that happened first; in order of time. */
export function keepFirst<M extends Mark>(items: readonly M[], keyOf: (item: M) => string | number, max: number): M[] {
  return items.length === 0 ? [] : keep(items, keyOf, max, byTime);
}

/** The latest item of every key, of these the `max` that happened last; the latest stands first. */
export function keepLatest<M extends Mark>(items: readonly M[], keyOf: (item: M) => string | number, max: number): M[] {
  return items.length === 0 ? [] : keep(items, keyOf, max, (a, b) => byTime(b, a));
}
