import { proveConsistency, proveInclusion } from "@operator/audit";
import { sha256 } from "../../adapters/sha256.ts";
import { checkpointsBelow, leavesAbout } from "./statements.ts";
import { nodesOf } from "./tree.ts";

/** An entry with its way up to the root of the tree of some size. */
export interface ProvenEntry {
  leafIndex: number;
  entry: Uint8Array;
  proof: Uint8Array[];
}

/** That the tree of an earlier size is the beginning of that of a later one. */
export interface ProvenGrowth {
  oldSize: number;
  proof: Uint8Array[];
}

/** Entries that one call answers, each of which may be 64 KiB. */
const PAGE = 100;

/**
 * Entries about confirmations or runs, heads of runs aside, in the order of the log, behind an index. There are no more
 * once a page is empty.
 *
 * @param size the size of a signed tree, in which each is proven
 */
export function entriesAbout(sql: SqlStorage, subjects: readonly string[], after: number, size: number): ProvenEntry[] {
  return leavesAbout(sql, subjects, { after, below: size, count: PAGE }).map(({ leaf_index: leafIndex, entry }) => ({
    leafIndex,
    entry,
    proof: proveInclusion(leafIndex, size, nodesOf(sql), sha256),
  }));
}

/**
 * That the latest trees that were signed before one of some size are its beginning, and that one more is: of the size that
 * somebody trusts, where it is not among them. The largest come first.
 */
export function growthBefore(sql: SqlStorage, size: number, count: number, trustedSize?: number): ProvenGrowth[] {
  const sizes = new Set(checkpointsBelow(sql, size, count).map((checkpoint) => checkpoint.size));
  if (trustedSize !== undefined && trustedSize <= size) sizes.add(trustedSize);
  return [...sizes]
    .filter((oldSize) => oldSize > 0)
    .toSorted((a, b) => b - a)
    .map((oldSize) => ({ oldSize, proof: proveConsistency(oldSize, size, nodesOf(sql), sha256) }));
}
