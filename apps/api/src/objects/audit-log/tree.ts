import { appendLeaf, type CompactRange, type NodeReader } from "@operator/audit";
import { sha256 } from "../../adapters/sha256.ts";
import type { NewLeaf } from "./entry.ts";
import * as statements from "./statements.ts";

/** The stored nodes of the tree. */
export function nodesOf(sql: SqlStorage): NodeReader {
  return (level, index) => statements.readNode(sql, level, index);
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
