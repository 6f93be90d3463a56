import { parseTilePath, TILE_WIDTH, toHex } from "@operator/audit";
import { sha256 } from "../adapters/sha256.ts";
import type { Handler } from "../handler.ts";
import { refuse } from "../refusal.ts";

/** A full tile is never asked for again. A part of one will be, with another width. */
const FULL = "private, max-age=31536000, immutable";
const PARTIAL = "private, no-cache";

/** 256 hashes or entries of the tenant's log. */
export const getLogTile: Handler<"getLogTile"> = async ({ params, headers, caller }, ports) => {
  const tile = parseTilePath(`tile/${params.tile}`);
  if (tile === undefined) {
    return refuse(
      "invalid_tile_path",
      "A tile is `<L>/<N>` or `entries/<N>`, with `.p/<W>` behind it for a part of it.",
    );
  }
  const bytes = await ports.auditLogs.tile(caller.tenant, tile);
  if (bytes === undefined) {
    return refuse("tile_not_found", "The tile reaches beyond the latest checkpoint that was signed.");
  }
  const etag = `"${toHex(sha256(bytes))}"`;
  const common = {
    etag,
    "cache-control": tile.width === TILE_WIDTH ? FULL : PARTIAL,
    // Each tenant has a log of its own under the same paths.
    vary: "authorization",
  };
  if (headers.get("if-none-match") === etag) return { body: { stream: null, status: 304 }, headers: common };
  return { body: { stream: bytes }, headers: common };
};
