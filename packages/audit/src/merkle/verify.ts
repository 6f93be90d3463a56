import type { Sha256 } from "../record.ts";
import { sameBytes } from "../same-bytes.ts";
import { HASH_BYTES, nodeHash } from "./hashes.ts";

const isSize = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const half = (value: number): number => Math.floor(value / 2);
const isOdd = (value: number): boolean => value % 2 === 1;
/** Hashes of other lengths could move a byte from one to the next and still concatenate to the same. */
const areHashes = (hashes: readonly Uint8Array[]): boolean => hashes.every(({ length }) => length === HASH_BYTES);

/** What an inclusion proof states: this leaf is at this index of the tree with this size and root. */
export interface Inclusion {
  leafIndex: number;
  leafHash: Uint8Array;
  treeSize: number;
  root: Uint8Array;
  proof: readonly Uint8Array[];
}

/**
 * True when the proof leads from the leaf to the root. Whatever else is handed in, it is false and never throws.
 * Source: RFC 9162, section 2.1.3.2.
 */
export function verifyInclusion({ leafIndex, leafHash, treeSize, root, proof }: Inclusion, sha256: Sha256): boolean {
  if (!isSize(leafIndex) || !isSize(treeSize) || leafIndex >= treeSize) return false;
  if (!areHashes([leafHash, ...proof])) return false;
  let node = leafIndex;
  let last = treeSize - 1;
  let hash = leafHash;
  for (const beside of proof) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      hash = nodeHash(beside, hash, sha256);
      // A node at the right edge without a neighbour goes up as it is.
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      hash = nodeHash(hash, beside, sha256);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && sameBytes(hash, root);
}

/** What a consistency proof states: the old tree is the beginning of the new one. */
export interface Consistency {
  oldSize: number;
  oldRoot: Uint8Array;
  newSize: number;
  newRoot: Uint8Array;
  proof: readonly Uint8Array[];
}

/**
 * True when both roots follow from the proof. False for an empty old tree, of which there is nothing to prove. Whatever
 * else is handed in, it is false and never throws. Source: RFC 9162, section 2.1.4.2.
 */
export function verifyConsistency(claim: Consistency, sha256: Sha256): boolean {
  const { oldSize, oldRoot, newSize, newRoot, proof } = claim;
  if (!isSize(oldSize) || !isSize(newSize) || oldSize < 1 || oldSize > newSize) return false;
  if (!areHashes(proof)) return false;
  if (oldSize === newSize) return proof.length === 0 && sameBytes(oldRoot, newRoot);
  let node = oldSize - 1;
  let last = newSize - 1;
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  // An old tree that is complete is a node of the new one; its root, which is known, is left out of the proof.
  const [first, ...others] = node === 0 ? [oldRoot, ...proof] : proof;
  if (first === undefined || proof.length === 0) return false;
  let oldHash = first;
  let newHash = first;
  for (const beside of others) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      oldHash = nodeHash(beside, oldHash, sha256);
      newHash = nodeHash(beside, newHash, sha256);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      newHash = nodeHash(newHash, beside, sha256);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && sameBytes(oldHash, oldRoot) && sameBytes(newHash, newRoot);
}
