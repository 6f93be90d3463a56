import type { Sha256 } from "../record.ts";

/**
 * The hashes of a Merkle tree. Leaves and inner nodes are hashed with different first bytes, so that no node can be shown
 * as a leaf. Source: RFC 6962, section 2.1.
 */

const LEAF = 0x00;
const NODE = 0x01;

/** Bytes of a SHA-256, which every hash of a tree is. */
export const HASH_BYTES = 32;

/** The hash of a leaf that holds `entry`. */
export function leafHash(entry: Uint8Array, sha256: Sha256): Uint8Array {
  const input = new Uint8Array(1 + entry.length);
  input[0] = LEAF;
  input.set(entry, 1);
  return sha256(input);
}

/** The hash of the node above two others. */
export function nodeHash(left: Uint8Array, right: Uint8Array, sha256: Sha256): Uint8Array {
  const input = new Uint8Array(1 + left.length + right.length);
  input[0] = NODE;
  input.set(left, 1);
  input.set(right, 1 + left.length);
  return sha256(input);
}

/** The root of a tree without leaves. */
export function emptyRoot(sha256: Sha256): Uint8Array {
  return sha256(new Uint8Array());
}

/**
 * The stored hash of a complete subtree: the one over the leaves from `index * 2^level`, `2^level` of them. Level 0 are the
 * leaves.
 */
export type NodeReader = (level: number, index: number) => Uint8Array;

/** The largest power of two below `size`, which must be at least 2: where a tree of that size divides. */
export function splitPoint(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** The root over the leaves from `start`, `size` of them. `start` is where a subtree of a larger tree begins. */
export function subtreeRoot(start: number, size: number, read: NodeReader, sha256: Sha256): Uint8Array {
  const level = Math.log2(size);
  if (Number.isInteger(level)) return read(level, start / size);
  const split = splitPoint(size);
  const left = subtreeRoot(start, split, read, sha256);
  return nodeHash(left, subtreeRoot(start + split, size - split, read, sha256), sha256);
}

/** The root of the tree of the first `size` leaves. */
export function treeRoot(size: number, read: NodeReader, sha256: Sha256): Uint8Array {
  return size === 0 ? emptyRoot(sha256) : subtreeRoot(0, size, read, sha256);
}
