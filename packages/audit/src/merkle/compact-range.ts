import type { Sha256 } from "../record.ts";
import { emptyRoot, type NodeReader, nodeHash } from "./hashes.ts";

/**
 * The right edge of a tree: the roots of the complete subtrees that it consists of, the largest first. It is all that an
 * append needs to know of the leaves before, and it grows with the logarithm of the tree.
 */
export interface CompactRange {
  /** How many leaves the tree has. */
  size: number;
  /** One hash for every bit that is set in `size`, the highest first. */
  hashes: readonly Uint8Array[];
}

/** A subtree that became complete. */
export interface CompleteNode {
  level: number;
  index: number;
  hash: Uint8Array;
}

export const EMPTY_RANGE: CompactRange = { size: 0, hashes: [] };

/** The right edge of the tree of the first `size` leaves, read from its stored nodes. */
export function readRange(size: number, read: NodeReader): CompactRange {
  const hashes: Uint8Array[] = [];
  let start = 0;
  for (let level = Math.floor(Math.log2(Math.max(size, 1))); level >= 0; level--) {
    const width = 2 ** level;
    if (size - start < width) continue;
    hashes.push(read(level, start / width));
    start += width;
  }
  return { size, hashes };
}

/** Appends a leaf: the right edge then, and the nodes that became complete, the leaf first. */
export function appendLeaf(
  range: CompactRange,
  leaf: Uint8Array,
  sha256: Sha256,
): { range: CompactRange; complete: CompleteNode[] } {
  const hashes = [...range.hashes];
  const complete = [{ level: 0, index: range.size, hash: leaf }];
  let hash = leaf;
  // Every set bit at the end of the old size is a subtree that the leaf completes with its like.
  for (let rest = range.size, level = 1; rest % 2 === 1; rest = Math.floor(rest / 2), level++) {
    const left = hashes.pop();
    if (left === undefined) throw new Error("the right edge has too few hashes for its size");
    hash = nodeHash(left, hash, sha256);
    complete.push({ level, index: Math.floor(rest / 2), hash });
  }
  hashes.push(hash);
  return { range: { size: range.size + 1, hashes }, complete };
}

/** The root of the tree with this right edge. */
export function rangeRoot({ hashes }: CompactRange, sha256: Sha256): Uint8Array {
  const root = hashes.reduceRight<Uint8Array | undefined>(
    (right, left) => (right === undefined ? left : nodeHash(left, right, sha256)),
    undefined,
  );
  return root ?? emptyRoot(sha256);
}
