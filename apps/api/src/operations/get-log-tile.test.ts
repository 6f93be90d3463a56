import { env } from "cloudflare:workers";
import { appendLeaf, EMPTY_RANGE, entryText, leafHash, rangeRoot, toHex } from "@operator/audit";
import { describe, expect, it } from "vitest";
import { verified } from "../../test/audit.ts";
import { openTenant, problemOf, send, type TestTenant } from "../../test/harness.ts";
import { sha256 } from "../adapters/sha256.ts";

const TILE = 256;

function get(tenant: TestTenant, path: string, headers: Record<string, string> = {}) {
  const authorization = `Bearer ${tenant.keys.admin}`;
  return send(`/v1/audit/log/${path}`, { headers: { authorization, ...headers } });
}

async function bytesOf(tenant: TestTenant, path: string): Promise<Uint8Array> {
  const response = await get(tenant, `tile/${path}`);
  expect([path, response.status]).toEqual([path, 200]);
  return new Uint8Array(await response.arrayBuffer());
}

const entry = (number: number) => ({
  kind: "decision",
  dedupeKey: String(number),
  body: { number, text: "é".repeat(number % 300) },
});

/** A tenant whose log has entries, and was signed. */
async function logOf(count: number): Promise<TestTenant> {
  const tenant = await openTenant();
  await env.AUDIT_LOG.getByName(tenant.id).append(Array.from({ length: count }, (_, number) => entry(number)));
  await tenant.admin.getCheckpoint();
  return tenant;
}

/** The tiles of a level that has so many hashes, by their paths, as a mirror asks for them. */
function tilesOf(level: number | "entries", count: number): string[] {
  const full = Math.floor(count / TILE);
  const name = (index: number) => `${level}/${String(index).padStart(3, "0")}`;
  const paths = Array.from({ length: full }, (_, index) => name(index));
  return count % TILE === 0 ? paths : [...paths, `${name(full)}.p/${count % TILE}`];
}

/** What a level of tiles holds, each item by itself. */
async function read(tenant: TestTenant, paths: readonly string[], split: (bytes: Uint8Array) => Uint8Array[]) {
  const tiles = await Promise.all(paths.map((path) => bytesOf(tenant, path)));
  return tiles.flatMap(split);
}

function hashesOf(bytes: Uint8Array): Uint8Array[] {
  expect(bytes.length % 32).toBe(0);
  return Array.from({ length: bytes.length / 32 }, (_, index) => bytes.slice(index * 32, index * 32 + 32));
}

function entriesOf(bytes: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 2 + (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
    expect(end).toBeLessThanOrEqual(bytes.length);
    found.push(bytes.slice(at + 2, end));
    at = end;
  }
  return found;
}

const rootOf = (hashes: readonly Uint8Array[]) =>
  toHex(
    rangeRoot(
      hashes.reduce((edge, hash) => appendLeaf(edge, hash, sha256).range, EMPTY_RANGE),
      sha256,
    ),
  );

describe("A mirror", () => {
  it.each([1, 255, 256, 257, 600])(
    "of a log with %i entries follows from tiles alone to the signed root",
    async (size) => {
      const tenant = await logOf(size);
      const response = await get(tenant, "checkpoint");
      expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
      const checkpoint = await verified(tenant.id, await response.text());
      expect(checkpoint.size).toBe(size);

      const entries = await read(tenant, tilesOf("entries", size), entriesOf);
      const texts = entries.map((bytes) => new TextDecoder().decode(bytes));
      expect(texts).toEqual(
        Array.from({ length: size }, (_, number) => entryText({ kind: "decision", body: entry(number).body })),
      );
      const leaves = await read(tenant, tilesOf(0, size), hashesOf);
      expect(leaves.map(toHex)).toEqual(entries.map((bytes) => toHex(leafHash(bytes, sha256))));
      expect(rootOf(leaves)).toBe(toHex(checkpoint.root));

      const above = await read(tenant, tilesOf(1, Math.floor(size / TILE)), hashesOf);
      expect(above.map(toHex)).toEqual(
        Array.from({ length: Math.floor(size / TILE) }, (_, index) =>
          rootOf(leaves.slice(index * TILE, (index + 1) * TILE)),
        ),
      );
    },
  );
});

describe("getLogTile", () => {
  it("answers what never changes with a tag, for one tenant alone, and for long where the tile is full", async () => {
    const tenant = await logOf(300);
    const full = await get(tenant, "tile/0/000");
    expect(full.headers.get("content-type")).toBe("application/octet-stream");
    expect(full.headers.get("cache-control")).toBe("private, max-age=31536000, immutable");
    expect(full.headers.get("vary")).toBe("authorization");
    const part = await get(tenant, "tile/0/001.p/44");
    expect(part.headers.get("cache-control")).toBe("private, no-cache");
    for (const [path, response] of [
      ["tile/0/000", full],
      ["tile/0/001.p/44", part],
    ] as const) {
      const again = await get(tenant, path, { "if-none-match": response.headers.get("etag") ?? "" });
      expect([again.status, await again.text()]).toEqual([304, ""]);
    }
    expect((await get(tenant, "tile/0/000", { "if-none-match": '"another"' })).status).toBe(200);
  });

  it("answers a part of a tile that is full by now as the beginning of it", async () => {
    const tenant = await logOf(257);
    const full = await bytesOf(tenant, "0/000");
    expect(await bytesOf(tenant, "0/000.p/7")).toEqual(full.slice(0, 7 * 32));
    const entries = entriesOf(await bytesOf(tenant, "entries/000"));
    expect(entriesOf(await bytesOf(tenant, "entries/000.p/7"))).toEqual(entries.slice(0, 7));
  });

  it("has no tile beyond the tree, nor beyond what was signed of it", async () => {
    const tenant = await logOf(257);
    await env.AUDIT_LOG.getByName(tenant.id).append([entry(257)]);
    const beyond = [
      "0/001",
      "0/001.p/2",
      "entries/001.p/2",
      "entries/001",
      "0/002.p/1",
      "1/000",
      "1/000.p/2",
      "2/000.p/1",
    ];
    for (const tile of [...beyond, "0/x999/x999/999", "63/000"]) {
      expect([tile, (await problemOf(await get(tenant, `tile/${tile}`))).code]).toEqual([tile, "tile_not_found"]);
    }
    await tenant.admin.getCheckpoint();
    expect((await get(tenant, "tile/entries/001.p/2")).status).toBe(200);
  });

  it("has no tile for a tenant without a log, and makes no tables for it", async () => {
    const tenant = await openTenant();
    for (const tile of ["0/000.p/1", "entries/000.p/1"]) {
      expect((await problemOf(await get(tenant, `tile/${tile}`))).code).toBe("tile_not_found");
    }
  });

  it.each([
    "0/0",
    "0/00",
    "0/0000",
    "0/x000/001",
    "0/x1/000",
    "0/001/000",
    "0/X001/000",
    "00/000",
    "64/000",
    "-1/000",
    "0/000.p/0",
    "0/000.p/256",
    "0/000.p/01",
    "0/000.p",
    "0/000/",
    "0//000",
    "entries/0",
    "entries/000.p/",
    "Entries/000",
    "data/000",
    "0/x999/x999/x999/x999/x999/999",
  ])("refuses %s, which is not how a tile is written", async (tile) => {
    const tenant = await openTenant();
    expect(await problemOf(await get(tenant, `tile/${tile}`))).toMatchObject({
      status: 400,
      code: "invalid_tile_path",
    });
  });

  it("shows each tenant its own log", async () => {
    const [one, two] = [await logOf(2), await logOf(1)];
    expect((await get(one, "tile/0/000.p/2")).status).toBe(200);
    expect((await problemOf(await get(two, "tile/0/000.p/2"))).code).toBe("tile_not_found");
  });
});
