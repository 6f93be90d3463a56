import { HASH_BYTES, type NodeReader } from "../merkle/hashes.ts";
import { type EntryTile, hasTile, TILE_HEIGHT, TILE_WIDTH, type Tile } from "./path.ts";

/** What a length of an entry is written in: 16 bits, big-endian. */
const LENGTH_BYTES = 2;
const MAX_ENTRY_BYTES = 0xffff;

/**
 * The bytes of a tile of hashes: the roots of complete subtrees, side by side.
 *
 * @param size of the tree that it is read from
 * @returns `undefined` when the tree has no such tile
 */
export function hashTile(
  tile: Extract<Tile, { kind: "hashes" }>,
  size: number,
  read: NodeReader,
): Uint8Array | undefined {
  if (!hasTile(tile, size)) return undefined;
  const bytes = new Uint8Array(tile.width * HASH_BYTES);
  for (let place = 0; place < tile.width; place++) {
    bytes.set(read(TILE_HEIGHT * tile.level, tile.index * TILE_WIDTH + place), place * HASH_BYTES);
  }
  return bytes;
}

/**
 * The bytes of a bundle of entries: each with its length in front.
 *
 * @param entries of the log from an index on; called with the bundle's first index and its width
 * @returns `undefined` when the tree has no such bundle
 */
export function entryTile(
  tile: EntryTile,
  size: number,
  entries: (from: number, count: number) => Iterable<Uint8Array>,
): Uint8Array | undefined {
  if (!hasTile(tile, size)) return undefined;
  const parts = [...entries(tile.index * TILE_WIDTH, tile.width)];
  if (parts.length !== tile.width) throw new RangeError("the log has fewer entries than its tree has leaves");
  const bytes = new Uint8Array(parts.reduce((length, entry) => length + LENGTH_BYTES + entry.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const entry of parts) {
    if (entry.length > MAX_ENTRY_BYTES) throw new RangeError("an entry is too large for a bundle");
    view.setUint16(at, entry.length);
    bytes.set(entry, at + LENGTH_BYTES);
    at += LENGTH_BYTES + entry.length;
  }
  return bytes;
}

/** The entries of a bundle; `undefined` when its bytes are not as many entries as it should have. */
export function parseEntryTile(bytes: Uint8Array, width: number): Uint8Array[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at + LENGTH_BYTES <= bytes.length) {
    const end = at + LENGTH_BYTES + view.getUint16(at);
    if (end > bytes.length) return undefined;
    entries.push(bytes.slice(at + LENGTH_BYTES, end));
    at = end;
  }
  return at === bytes.length && entries.length === width ? entries : undefined;
}
