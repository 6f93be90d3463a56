import { describe, expect, it } from "vitest";
import { sha256 } from "../../test/signer.ts";
import { MemoryTree } from "../../test/tree.ts";
import { leafHash, nodeHash } from "../merkle/hashes.ts";
import { toHex } from "../record.ts";
import { hasTile, parseTilePath, TILE_WIDTH, type Tile, tilePath, tilesOf } from "./path.ts";
import { entryTile, hashTile, parseEntryTile } from "./tile.ts";

const hashes = (level: number, index: number, width = TILE_WIDTH): Tile => ({ kind: "hashes", level, index, width });

describe("the path of a tile", () => {
  it.each([
    ["tile/0/000", hashes(0, 0)],
    ["tile/0/x001/x234/067", hashes(0, 1234067)],
    ["tile/3/x001/000", hashes(3, 1000)],
    ["tile/1/999.p/1", hashes(1, 999, 1)],
    ["tile/63/000.p/255", hashes(63, 0, 255)],
    ["tile/entries/x123/456.p/17", { kind: "entries", index: 123456, width: 17 } satisfies Tile],
  ])("%s", (path, tile) => {
    expect(parseTilePath(path)).toEqual(tile);
    expect(tilePath(tile)).toBe(path);
  });

  it.each([
    "tile/0/0",
    "tile/00/000",
    "tile/64/000",
    "tile/-1/000",
    "tile/0/1000",
    "tile/0/x000/001",
    "tile/0/001/002",
    "tile/0/x001/x002",
    "tile/0/000.p/0",
    "tile/0/000.p/256",
    "tile/0/000.p/01",
    "tile/0/000.p",
    "tile/0/000/",
    "/tile/0/000",
    "tile/entries",
    "tile/data/000",
    "tile/0/000\n",
    `tile/0/${"x999/".repeat(6)}999`,
  ])("is not %j", (path) => expect(parseTilePath(path)).toBeUndefined());
});

const SIZES = [0, 1, 2, 255, 256, 257, 511, 512, 700];

/** A tree of so many leaves, its entries of different lengths. */
function treeOf(size: number): MemoryTree {
  const tree = new MemoryTree();
  for (let leaf = 0; leaf < size; leaf++) tree.append(`${"entry ".repeat(leaf % 7)}${leaf}`);
  return tree;
}
const bytesOf = (tree: MemoryTree, tile: Tile) =>
  tile.kind === "entries"
    ? entryTile(tile, tree.size, (from, count) => tree.entries.slice(from, from + count))
    : hashTile(tile, tree.size, tree.read);

/** The root over leaves, by the definition of RFC 6962. */
function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return sha256(new Uint8Array());
  if (leaves.length === 1) return only;
  const split = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1);
  return nodeHash(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)), sha256);
}

/** Mirrors a log by nothing but paths and bytes: its entries, and the hashes of every level of tiles. */
function mirror(size: number, serve: (path: string) => Uint8Array | undefined) {
  const entries: Uint8Array[] = [];
  const levels: Uint8Array[][] = [];
  for (const tile of tilesOf(size)) {
    const bytes = serve(tilePath(tile));
    if (bytes === undefined) throw new Error(`${tilePath(tile)} is not served`);
    if (tile.kind === "entries") {
      entries.push(...(parseEntryTile(bytes, tile.width) ?? []));
    } else {
      expect(bytes).toHaveLength(tile.width * 32);
      levels[tile.level] ??= [];
      for (let at = 0; at < bytes.length; at += 32) levels[tile.level]?.push(bytes.slice(at, at + 32));
    }
  }
  return { entries, levels };
}

describe("a mirror", () => {
  it.each(SIZES)("of %i leaves has the same root, from its entries and from its tiles", (size) => {
    const tree = treeOf(size);
    const { entries, levels } = mirror(size, (path) => {
      const tile = parseTilePath(path);
      return tile && bytesOf(tree, tile);
    });
    expect(entries).toEqual(tree.entries);
    const leaves = entries.map((entry) => leafHash(entry, sha256));
    expect(toHex(rootOf(leaves))).toBe(toHex(tree.root));
    expect(levels[0] ?? []).toEqual(leaves);
    for (const [level, nodes] of levels.entries()) {
      const width = 256 ** level;
      expect(nodes).toEqual(nodes.map((_, index) => rootOf(leaves.slice(index * width, (index + 1) * width))));
      expect(nodes).toHaveLength(Math.floor(size / width));
    }
  });
});

describe("the tiles that a mirror needs", () => {
  it("are those of the specification's example of 70,000 entries", () => {
    const of = [...tilesOf(70_000)].filter(({ kind }) => kind === "hashes");
    const partial = of.filter(({ width }) => width < TILE_WIDTH).map(tilePath);
    expect(of).toHaveLength(273 + 1 + 1 + 1 + 1);
    expect(partial).toEqual(["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"]);
    expect([...tilesOf(256)].map(tilePath)).toEqual(["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]);
  });
});

describe("what a tree serves", () => {
  it("is every tile that it has and had when it was smaller, and none beyond", () => {
    for (const size of SIZES) {
      const tree = treeOf(size);
      const had = new Set(Array.from({ length: size + 1 }, (_, before) => [...tilesOf(before)].map(tilePath)).flat());
      for (const level of [0, 1, 2]) {
        for (const index of [0, 1, 2, 3]) {
          for (const width of [1, 2, 44, 188, 255, 256]) {
            for (const tile of [hashes(level, index, width), { kind: "entries", index, width } satisfies Tile]) {
              expect(hasTile(tile, size), `${tilePath(tile)} of ${size}`).toBe(had.has(tilePath(tile)));
              expect(bytesOf(tree, tile) !== undefined).toBe(hasTile(tile, size));
            }
          }
        }
      }
    }
  });

  it("is a bundle of entries that can be read back, and nothing else can", () => {
    const tree = treeOf(3);
    const bytes = bytesOf(tree, { kind: "entries", index: 0, width: 3 }) ?? new Uint8Array();
    expect(parseEntryTile(bytes, 3)).toEqual(tree.entries);
    expect(parseEntryTile(bytes, 2)).toBeUndefined();
    expect(parseEntryTile(bytes.slice(0, -1), 3)).toBeUndefined();
    expect(parseEntryTile(new Uint8Array([...bytes, 0]), 3)).toBeUndefined();
  });

  it("has entries of 65,535 bytes, and none that are larger", () => {
    const tile = { kind: "entries", index: 0, width: 1 } as const;
    const largest = new Uint8Array(65_535).fill(7);
    expect(parseEntryTile(entryTile(tile, 1, () => [largest]) ?? new Uint8Array(), 1)).toEqual([largest]);
    expect(() => entryTile(tile, 1, () => [new Uint8Array(65_536)])).toThrow(RangeError);
    expect(() => entryTile(tile, 1, () => [])).toThrow(RangeError);
  });
});
