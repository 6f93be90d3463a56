import { appendLeaf, type CompactRange, EMPTY_RANGE, rangeRoot } from "../src/merkle/compact-range.ts";
import { leafHash, type NodeReader } from "../src/merkle/hashes.ts";
import { sha256 } from "./signer.ts";

/** A tree in memory, as a log keeps it. */
export class MemoryTree {
  readonly entries: Uint8Array[] = [];
  readonly #nodes: Uint8Array[][] = [];
  #range: CompactRange = EMPTY_RANGE;

  readonly read: NodeReader = (level, index) => {
    const hash = this.#nodes[level]?.[index];
    if (hash === undefined) throw new Error(`the tree has no node ${level}/${index}`);
    return hash;
  };

  get size(): number {
    return this.#range.size;
  }

  get root(): Uint8Array {
    return rangeRoot(this.#range, sha256);
  }

  /** Appends an entry; its index. */
  append(entry: string | Uint8Array): number {
    const bytes = typeof entry === "string" ? new TextEncoder().encode(entry) : entry;
    const { range, complete } = appendLeaf(this.#range, leafHash(bytes, sha256), sha256);
    for (const { level, index, hash } of complete) {
      this.#nodes[level] ??= [];
      this.#nodes[level][index] = hash;
    }
    this.entries.push(bytes);
    this.#range = range;
    return range.size - 1;
  }
}
