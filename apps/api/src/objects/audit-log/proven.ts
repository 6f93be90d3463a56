import { proveConsistency, proveInclusion } from "@operator/audit";
import { limits } from "@operator/contract";
import { sha256 } from "../../adapters/sha256.ts";
import { checkpointsBelow, headsBefore, type LeafRow, leavesAbout } from "./statements.ts";
import { nodesOf } from "./tree.ts";

/** An entry with its way up to the root of the tree of some size. */
export interface ProvenEntry {
  leafIndex: number;
  entry: Uint8Array;
  proof: Uint8Array[];
}

/** That an earlier tree, with the note that was signed of it, is the beginning of a later one. */
export interface ProvenGrowth {
  oldSize: number;
  note: string;
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
  return proven(sql, leavesAbout(sql, subjects, { after, below: size, count: PAGE }), size);
}

/** The latest heads that a run had before the one that ends at a position, proven in the tree of a signed size. */
export function earlierHeads(sql: SqlStorage, runId: string, nextSeq: number, size: number): ProvenEntry[] {
  const heads = headsBefore(sql, runId, nextSeq, limits.MAX_EARLIER_HEADS);
  return proven(
    sql,
    heads.filter(({ leaf_index }) => leaf_index < size),
    size,
  );
}

function proven(sql: SqlStorage, leaves: readonly LeafRow[], size: number): ProvenEntry[] {
  return leaves.map(({ leaf_index: leafIndex, entry }) => ({
    leafIndex,
    entry,
    proof: proveInclusion(leafIndex, size, nodesOf(sql), sha256),
  }));
}

/**
 * That the latest trees that were signed before one of some size are its beginning, and that one more is: the one of the
 * size that somebody trusts, if it was signed. The smallest come first.
 */
export function growthBefore(sql: SqlStorage, size: number, count: number, trustedSize?: number): ProvenGrowth[] {
  const latest = checkpointsBelow(sql, size, count);
  const trusted = trustedSize === undefined || trustedSize >= size ? [] : checkpointsBelow(sql, trustedSize + 1, 1);
  const earlier = new Map(
    [...latest, ...trusted.filter((checkpoint) => checkpoint.size === trustedSize)].map((checkpoint) => [
      checkpoint.size,
      checkpoint,
    ]),
  );
  return [...earlier.values()]
    .toSorted((a, b) => a.size - b.size)
    .map(({ size: oldSize, note }) => ({
      oldSize,
      note,
      proof: proveConsistency(oldSize, size, nodesOf(sql), sha256),
    }));
}
