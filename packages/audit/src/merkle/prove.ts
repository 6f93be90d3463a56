import type { Sha256 } from "../record.ts";
import { type NodeReader, splitPoint, subtreeRoot } from "./hashes.ts";

/** How to get from a leaf to the root of the subtree over `size` leaves from `start`; the lowest hash first. */
function pathFrom(leaf: number, start: number, size: number, read: NodeReader, sha256: Sha256): Uint8Array[] {
  if (size === 1) return [];
  const split = splitPoint(size);
  const middle = start + split;
  return leaf < middle
    ? [...pathFrom(leaf, start, split, read, sha256), subtreeRoot(middle, size - split, read, sha256)]
    : [...pathFrom(leaf, middle, size - split, read, sha256), subtreeRoot(start, split, read, sha256)];
}

/**
 * Proves that a leaf is in the tree of the first `size` leaves: the hashes beside its way up, the lowest first.
 * Source: RFC 6962, section 2.1.1.
 *
 * @throws RangeError when the tree has no such leaf
 */
export function proveInclusion(leafIndex: number, size: number, read: NodeReader, sha256: Sha256): Uint8Array[] {
  if (!(leafIndex >= 0 && leafIndex < size)) throw new RangeError("the tree has no leaf with this index");
  return pathFrom(leafIndex, 0, size, read, sha256);
}

/**
 * The hashes from which both roots follow, of the subtree over `size` leaves from `start`.
 *
 * @param old how many leaves of the subtree the old tree had
 * @param isWhole true while the old tree's own root is the root of what is left of it
 */
function subProof(
  old: number,
  start: number,
  size: number,
  isWhole: boolean,
  read: NodeReader,
  sha256: Sha256,
): Uint8Array[] {
  if (old === size) return isWhole ? [] : [subtreeRoot(start, size, read, sha256)];
  const split = splitPoint(size);
  const middle = start + split;
  return old <= split
    ? [...subProof(old, start, split, isWhole, read, sha256), subtreeRoot(middle, size - split, read, sha256)]
    : [...subProof(old - split, middle, size - split, false, read, sha256), subtreeRoot(start, split, read, sha256)];
}

/**
 * Proves that the tree of the first `oldSize` leaves is the beginning of the tree of the first `newSize`.
 * Source: RFC 6962, section 2.1.2.
 *
 * @throws RangeError when the sizes are not 1 to `newSize`: an empty tree is the beginning of every tree
 */
export function proveConsistency(oldSize: number, newSize: number, read: NodeReader, sha256: Sha256): Uint8Array[] {
  if (!(oldSize >= 1 && oldSize <= newSize)) throw new RangeError("the old tree is empty or larger than the new one");
  return subProof(oldSize, 0, newSize, true, read, sha256);
}
