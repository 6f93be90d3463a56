/**
 * Where the tiles of a log are found. A tile is 256 hashes of one level of the tree, side by side; levels are eight levels of
 * the tree apart. Source: C2SP tlog-tiles.
 */

/** Hashes of a full tile, and entries of a full bundle of them. */
export const TILE_WIDTH = 256;

/** Levels of the tree that one level of tiles stands for. */
export const TILE_HEIGHT = 8;

/** The highest level that a path may name. */
const MAX_LEVEL = 63;

/** A tile of hashes, or a bundle of the entries under one of level 0. `width` is 256, or less at the edge of the tree. */
export type Tile = { kind: "hashes"; level: number; index: number; width: number } | EntryTile;
export interface EntryTile {
  kind: "entries";
  index: number;
  width: number;
}

const PATH = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** A number in groups of three digits, all but the last with an `x` in front. */
function groups(index: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, "0");
  return padded.replace(/\d{3}(?=\d)/g, (group) => `x${group}/`);
}

/** The path of a tile, below where the log is served. */
export function tilePath(tile: Tile): string {
  const level = tile.kind === "entries" ? "entries" : tile.level;
  const partial = tile.width < TILE_WIDTH ? `.p/${tile.width}` : "";
  return `tile/${level}/${groups(tile.index)}${partial}`;
}

/** Reads a path; `undefined` for anything but the one spelling that a tile has. */
export function parseTilePath(path: string): Tile | undefined {
  const [, level = "", number = "", digits] = PATH.exec(path) ?? [];
  const index = Number(number.replace(/[x/]/g, ""));
  const width = digits === undefined ? TILE_WIDTH : Number(digits);
  if (level === "" || !Number.isSafeInteger(index) || Number(level) > MAX_LEVEL) return undefined;
  const tile: Tile =
    level === "entries" ? { kind: "entries", index, width } : { kind: "hashes", level: Number(level), index, width };
  return tilePath(tile) === path ? tile : undefined;
}

/** Hashes that a tree of a size has at a level of tiles. */
function hashesAt(level: number, size: number): number {
  return Math.floor(size / 2 ** (TILE_HEIGHT * level));
}

/**
 * True when a tree of this size has the tile: all of it, or as many hashes as a smaller tree had. A tile that was partial
 * when it was asked for may be full by now.
 */
export function hasTile(tile: Tile, size: number): boolean {
  const hashes = hashesAt(tile.kind === "entries" ? 0 : tile.level, size);
  return tile.index * TILE_WIDTH + tile.width <= hashes;
}

/** The tiles that a mirror of a tree of this size needs, those with entries first. */
export function* tilesOf(size: number): Generator<Tile> {
  for (let level = 0; hashesAt(level, size) > 0; level++) {
    const hashes = hashesAt(level, size);
    for (let index = 0; index * TILE_WIDTH < hashes; index++) {
      const width = Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH);
      if (level === 0) yield { kind: "entries", index, width };
      yield { kind: "hashes", level, index, width };
    }
  }
}
