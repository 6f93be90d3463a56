import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toHex } from "../record.ts";
import { appendLeaf, type CompactRange, EMPTY_RANGE, rangeRoot, readRange } from "./compact-range.ts";
import { leafHash, type NodeReader, nodeHash, splitPoint, treeRoot } from "./hashes.ts";
import { proveConsistency, proveInclusion } from "./prove.ts";
import { verifyConsistency, verifyInclusion } from "./verify.ts";

const MOST = 64;
const sha256 = (data: string | Uint8Array) => new Uint8Array(createHash("sha256").update(data).digest());
const leaves = Array.from({ length: MOST }, (_, index) => leafHash(Buffer.from(`leaf ${index}`), sha256));

/** The root by the definition, from the leaves alone. */
function definedRoot(hashes: readonly Uint8Array[]): Uint8Array {
  const [only] = hashes;
  if (only === undefined) return sha256("");
  if (hashes.length === 1) return only;
  const split = splitPoint(hashes.length);
  return nodeHash(definedRoot(hashes.slice(0, split)), definedRoot(hashes.slice(split)), sha256);
}

const nodes = new Map<string, Uint8Array>();
const read: NodeReader = (level, index) => {
  const hash = nodes.get(`${level}/${index}`);
  if (hash === undefined) throw new Error(`node ${level}/${index} is not complete`);
  return hash;
};
const ranges: CompactRange[] = [EMPTY_RANGE];
for (const leaf of leaves) {
  const { range, complete } = appendLeaf(ranges.at(-1) ?? EMPTY_RANGE, leaf, sha256);
  for (const { level, index, hash } of complete) nodes.set(`${level}/${index}`, hash);
  ranges.push(range);
}
const roots = ranges.map((range) => rangeRoot(range, sha256));
const rootOf = (size: number) => roots[size] ?? new Uint8Array();
const leafAt = (index: number) => leaves[index] ?? new Uint8Array();

const inclusionOf = (leafIndex: number, treeSize: number) => ({
  leafIndex,
  leafHash: leafAt(leafIndex),
  treeSize,
  root: rootOf(treeSize),
  proof: proveInclusion(leafIndex, treeSize, read, sha256),
});
const consistencyOf = (oldSize: number, newSize: number) => ({
  oldSize,
  oldRoot: rootOf(oldSize),
  newSize,
  newRoot: rootOf(newSize),
  proof: proveConsistency(oldSize, newSize, read, sha256),
});

describe("a tree that grows leaf by leaf", () => {
  it("has the root that RFC 6962 defines, at every size", () => {
    for (let size = 0; size <= MOST; size++) {
      expect(toHex(rootOf(size))).toBe(toHex(definedRoot(leaves.slice(0, size))));
      expect(toHex(treeRoot(size, read, sha256))).toBe(toHex(rootOf(size)));
    }
  });

  it("stores every complete subtree once", () => {
    expect(nodes.size).toBe(2 * MOST - 1);
  });

  it("finds its right edge again in what it stored", () => {
    for (const range of ranges) expect(readRange(range.size, read)).toEqual(range);
  });
});

describe("proofs", () => {
  it("of inclusion verify for every leaf of every tree up to 64", () => {
    for (let size = 1; size <= MOST; size++) {
      for (let index = 0; index < size; index++) {
        const claim = inclusionOf(index, size);
        expect(verifyInclusion(claim, sha256)).toBe(true);
        expect(claim.proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
      }
    }
  });

  it("of consistency verify for every pair of trees up to 64", () => {
    for (let size = 1; size <= MOST; size++) {
      for (let old = 1; old <= size; old++) expect(verifyConsistency(consistencyOf(old, size), sha256)).toBe(true);
    }
  });

  it("read nothing but nodes that the tree of that size has", () => {
    for (let size = 1; size <= MOST; size++) {
      const within: NodeReader = (level, index) => {
        expect((index + 1) * 2 ** level).toBeLessThanOrEqual(size);
        return read(level, index);
      };
      for (let place = 1; place <= size; place++) {
        proveInclusion(place - 1, size, within, sha256);
        proveConsistency(place, size, within, sha256);
      }
    }
  });

  it("are refused for places that there are not", () => {
    expect(() => proveInclusion(3, 3, read, sha256)).toThrow(RangeError);
    expect(() => proveInclusion(-1, 3, read, sha256)).toThrow(RangeError);
    expect(() => proveConsistency(4, 3, read, sha256)).toThrow(RangeError);
    expect(() => proveConsistency(0, 3, read, sha256)).toThrow(RangeError);
  });
});

const size = fc.integer({ min: 1, max: MOST });
const pair = fc.tuple(size, size).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const flip = (hash: Uint8Array, bit: number) =>
  hash.map((byte, index) => (index === Math.floor((bit % 256) / 8) ? byte ^ (1 << (bit % 8)) : byte));

/** A proof with one thing changed. */
function changed(proof: readonly Uint8Array[], how: number, place: number, bit: number): Uint8Array[] {
  const at = proof.length === 0 ? 0 : place % proof.length;
  const hash = proof[at] ?? new Uint8Array(32);
  switch (proof.length === 0 ? 0 : how % 4) {
    case 0:
      return proof.toSpliced(at, 0, hash);
    case 1:
      return proof.toSpliced(at, 1);
    case 2:
      return proof.with(at, flip(hash, bit));
    default:
      return proof.with(at, hash.slice(1));
  }
}

describe("claims with one thing changed", () => {
  const change = fc.tuple(fc.nat(), fc.nat(), fc.nat());

  it("are no inclusion", () => {
    fc.assert(
      fc.property(pair, change, ([index, treeSize], [how, place, bit]) => {
        const claim = inclusionOf(index - 1, treeSize);
        const others = [
          { ...claim, proof: changed(claim.proof, how, place, bit) },
          { ...claim, leafHash: flip(claim.leafHash, bit) },
          { ...claim, root: flip(claim.root, bit) },
          { ...claim, leafIndex: claim.leafIndex + 1 },
          { ...claim, leafIndex: claim.leafIndex + 0.5 },
          { ...claim, leafIndex: -1 },
          { ...claim, treeSize: 0 },
          { ...claim, treeSize: Number.NaN },
        ];
        for (const other of others) expect(verifyInclusion(other, sha256)).toBe(false);
      }),
    );
  });

  it("are no consistency", () => {
    fc.assert(
      fc.property(pair, change, ([oldSize, newSize], [how, place, bit]) => {
        const claim = consistencyOf(oldSize, newSize);
        const others = [
          { ...claim, proof: changed(claim.proof, how, place, bit) },
          { ...claim, oldRoot: flip(claim.oldRoot, bit) },
          { ...claim, newRoot: flip(claim.newRoot, bit) },
          { ...claim, oldSize: 0 },
          { ...claim, oldSize: newSize + 1 },
          { ...claim, newSize: oldSize - 1 },
          { ...claim, newSize: Number.POSITIVE_INFINITY },
        ];
        for (const other of others) expect(verifyConsistency(other, sha256)).toBe(false);
      }),
    );
  });

  it("is no inclusion when a node is shown as a leaf", () => {
    const above = nodeHash(leafAt(0), leafAt(1), sha256);
    const claim = { leafIndex: 0, treeSize: 2, root: rootOf(4), proof: [read(1, 1)] };
    expect(verifyInclusion({ ...claim, leafHash: above }, sha256)).toBe(true);
    const entry = new Uint8Array([...leafAt(0), ...leafAt(1)]);
    expect(verifyInclusion({ ...claim, leafHash: leafHash(entry, sha256) }, sha256)).toBe(false);
  });
});
