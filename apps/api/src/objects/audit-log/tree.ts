import { appendLeaf, type CompactRange, entryTile, hashTile, type NodeReader, type Tile } from "@operator/audit";
import { sha256 } from "../../adapters/sha256.ts";
import type { NewLeaf } from "./entry.ts";
import * as statements from "./statements.ts";

/** The stored nodes of the tree. */
export function nodesOf(sql: SqlStorage): NodeReader {
  return (level, index) => statements.readNode(sql, level, index);
}

/** The bytes of a tile, read from the tree of the first `size` leaves; `undefined` when that has no such tile. */
export function tileOf(sql: SqlStorage, tile: Tile, size: number): Uint8Array | undefined {
  if (tile.kind === "hashes") return hashTile(tile, size, nodesOf(sql));
  return entryTile(tile, size, (from, count) => statements.leavesFrom(sql, from, count).map(({ entry }) => entry));
}

/**
 * Appends the leaves that are new, in order. Call inside a transaction, on migrated tables.
 *
 * @returns where each leaf is, new or not, and the right edge of the tree then
 */
export function appendLeaves(
  sql: SqlStorage,
  range: CompactRange,
  leaves: readonly NewLeaf[],
  at: number,
): { positions: number[]; range: CompactRange } {
  let edge = range;
  const positions = leaves.map((leaf) => {
    const known = statements.indexOfEntry(sql, leaf.kind, leaf.dedupeKey);
    if (known !== undefined) return known;
    const index = edge.size;
    const { range: grown, complete } = appendLeaf(edge, leaf.hash, sha256);
    statements.insertLeaf(sql, index, leaf, at);
    for (const node of complete) if (node.level > 0) statements.insertNode(sql, node);
    edge = grown;
    return index;
  });
  return { positions, range: edge };
}
