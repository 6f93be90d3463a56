import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { appendLeaf, EMPTY_RANGE, rangeRoot } from "./compact-range.ts";
import { leafHash } from "./hashes.ts";
import { verifyConsistency, verifyInclusion } from "./verify.ts";

interface Claims {
  inclusion: {
    leafIdx: number;
    treeSize: number;
    root: string;
    leafHash: string;
    proof: string[] | null;
    desc: string;
    wantErr: boolean;
  }[];
  consistency: {
    size1: number;
    size2: number;
    root1: string;
    root2: string;
    proof: string[] | null;
    desc: string;
    wantErr: boolean;
  }[];
}

const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest();
const bytes = (text: string) => Buffer.from(text, "base64");
const read = <Content>(file: URL): Content => JSON.parse(readFileSync(file, "utf8")) as Content;

const OWN = new URL("../../vectors/merkle-trees.json", import.meta.url);
/** The published vectors of transparency-dev/merkle, where they lie in a folder beside the repository. */
const PUBLISHED = new URL("../../../../../shared/vectors/merkle-proofs.json", import.meta.url);

/** The descriptions of the claims that are judged differently than their vector says. */
function misjudged({ inclusion, consistency }: Claims): string[] {
  const included = inclusion.map(({ desc, wantErr, ...vector }, index) => {
    const verified = verifyInclusion(
      {
        leafIndex: vector.leafIdx,
        leafHash: bytes(vector.leafHash),
        treeSize: vector.treeSize,
        root: bytes(vector.root),
        proof: (vector.proof ?? []).map(bytes),
      },
      sha256,
    );
    return verified === wantErr ? `inclusion ${index}: ${desc}` : undefined;
  });
  const consistent = consistency.map(({ desc, wantErr, ...vector }, index) => {
    const verified = verifyConsistency(
      {
        oldSize: vector.size1,
        oldRoot: bytes(vector.root1),
        newSize: vector.size2,
        newRoot: bytes(vector.root2),
        proof: (vector.proof ?? []).map(bytes),
      },
      sha256,
    );
    return verified === wantErr ? `consistency ${index}: ${desc}` : undefined;
  });
  return [...included, ...consistent].filter((found) => found !== undefined);
}

describe("the vectors of our own", () => {
  const own = read<Claims & { leaves: string[]; roots: string[] }>(OWN);

  it("have every root", () => {
    let range = EMPTY_RANGE;
    const roots = [rangeRoot(range, sha256)];
    for (const leaf of own.leaves) {
      ({ range } = appendLeaf(range, leafHash(bytes(leaf), sha256), sha256));
      roots.push(rangeRoot(range, sha256));
    }
    expect(roots.map((root) => Buffer.from(root).toString("base64"))).toEqual(own.roots);
  });

  it("are verified and refused as they say", () => {
    expect(own.inclusion.length + own.consistency.length).toBe(231);
    expect(misjudged(own)).toEqual([]);
  });
});

describe.runIf(existsSync(PUBLISHED))("the published vectors", () => {
  it("are verified and refused as they say, all 196", () => {
    const published = read<Claims>(PUBLISHED);
    expect(published.inclusion.length + published.consistency.length).toBe(196);
    expect(misjudged(published)).toEqual([]);
  });
});
