import * as z from "zod";
import { defineOperation } from "../operation.ts";

/** 256 hashes or entries of the tenant's log, as mirrors read them. Source: C2SP tlog-tiles, Merkle tree and log entries. */
export const getLogTile = defineOperation({
  name: "getLogTile",
  method: "GET",
  path: "/v1/audit/log/tile/{tile+}",
  scope: "audit:read",
  authority: "cached",
  summary: "Read a tile of the log",
  description:
    "The log in the layout of C2SP tlog-tiles. `<L>/<N>` is a tile of hashes: 256 of them, 32 bytes each, at level `8 * L` of the tree. `entries/<N>` holds 256 entries, each behind its length in two bytes, the high one first. `N` is written in groups of three digits, all but the last behind an `x`: `x001/234`. At the right edge `.p/<W>` asks for the first `W`, 1 to 255. Tiles reach as far as the latest checkpoint that was signed; fetch `getLogCheckpoint` first. A tile never changes: its entity tag can be sent in `If-None-Match`.",
  params: z.strictObject({
    tile: z
      .string()
      .min(1)
      .max(100)
      .meta({ description: "The path of the tile, such as `0/000`, `1/x001/234.p/5` or `entries/000.p/1`." }),
  }),
  query: z.strictObject({}),
  status: 200,
  output: z.string(),
  streams: "application/octet-stream",
  problems: ["invalid_tile_path", "tile_not_found"],
  repeatable: true,
  example: {
    params: { tile: "entries/000.p/1" },
    output: '\u0000\u0041{"body":{"run_id":"run_01J9Z0NOMODULE"},"kind":"retention_purge"}',
  },
});
