import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  appendLeaf,
  EMPTY_RANGE,
  leafHash,
  parseCheckpoint,
  parseEntryTile,
  rangeRoot,
  tilePath,
  tilesOf,
} from "@operator/audit";
import { createClient } from "@operator/client";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { freshFolder } from "../service.ts";
import { event } from "../support/events.ts";
import { send } from "../support/http.ts";

const { access, baseUrl } = inject("service");
const RUN = "run_proved";
const client = createClient({ baseUrl, apiKey: access.keys.admin });
const docs = readFileSync(new URL("../../docs/audit.md", import.meta.url), "utf8");

/** The program that the documentation gives to verifiers. */
const program = /```js\n([\s\S]*?)```/.exec(docs)?.[1] ?? "";

const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest();

/** What the documented program prints for a proof and the keys that the service publishes. */
async function verdictOf(proof: object): Promise<string> {
  const folder = freshFolder();
  writeFileSync(join(folder, "keys.json"), (await send(`${baseUrl}/.well-known/operator-keys.json`)).text);
  writeFileSync(join(folder, "proof.json"), JSON.stringify(proof));
  writeFileSync(join(folder, "verify.mjs"), program);
  try {
    return execFileSync(process.execPath, ["verify.mjs"], { cwd: folder, encoding: "utf8", timeout: 20_000 }).trim();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

beforeAll(async () => {
  const runtime = createClient({ baseUrl, apiKey: access.keys.runtime });
  for (let run = 0; run < 12; run++) {
    const run_id = run === 7 ? RUN : `run_beside_${run}`;
    const events = [event(run_id, { event_type: "run_start" }), event(run_id, { event_type: "run_complete" })];
    await runtime.ingestEvents({ run_id, body: { events: events as never } });
  }
});

describe("the program in docs/audit.md", () => {
  it("verifies what the service answers", async () => {
    const proof = await client.getProof({ run_id: RUN, seq: 2 });
    expect(proof.tree_size).toBeGreaterThanOrEqual(12);
    expect(await verdictOf(proof)).toBe("true");
  });

  it("does not verify another entry, another place or another checkpoint", async () => {
    const proof = await client.getProof({ run_id: RUN, seq: 2 });
    const forged = { ...proof.checkpoint, checkpoint: proof.checkpoint.checkpoint.replace(/\n\d+\n/, "\n11\n") };
    for (const change of [
      { leaf: proof.leaf.replace('"events":2', '"events":3') },
      { leaf_index: proof.leaf_index + 1 },
      { proof: proof.proof.slice(1) },
      { proof: [...proof.proof, ...proof.proof, ...proof.proof] },
      { checkpoint: forged },
    ]) {
      expect(await verdictOf({ ...proof, ...change })).toBe("false");
    }
  });
});

/** A file of the log as a mirror fetches it. */
async function fetched(path: string): Promise<Uint8Array> {
  const headers = { authorization: `Bearer ${access.keys.admin}` };
  const response = await fetch(`${baseUrl}/v1/audit/log/${path}`, { headers });
  expect([path, response.status]).toEqual([path, 200]);
  return new Uint8Array(await response.arrayBuffer());
}

describe("a mirror of the log", () => {
  it("follows from the tiles to the root of the note", async () => {
    const note = new TextDecoder().decode(await fetched("checkpoint"));
    const { size, root } = parseCheckpoint(note.slice(0, note.indexOf("\n\n") + 1)) ?? { size: 0, root: undefined };
    let [edge, leaves] = [EMPTY_RANGE, Buffer.of()];
    for (const tile of tilesOf(size)) {
      const bytes = await fetched(tilePath(tile));
      if (tile.kind === "hashes" && tile.level === 0) leaves = Buffer.concat([leaves, bytes]);
      if (tile.kind !== "entries") continue;
      for (const entry of parseEntryTile(bytes, tile.width) ?? [])
        edge = appendLeaf(edge, leafHash(entry, sha256), sha256).range;
    }
    expect(edge.size).toBe(size);
    expect(leaves.length).toBe(32 * size);
    expect(rangeRoot(edge, sha256)).toEqual(Buffer.from(root ?? []));
  });
});

describe("the audit operations on the running service", () => {
  it("answer the same checkpoint until the log grows", async () => {
    const { checkpoint, size } = await client.getCheckpoint();
    expect(await client.getCheckpoint()).toMatchObject({ checkpoint, size });
    expect((await client.getConsistency({ old_size: size })).checkpoint.size).toBeGreaterThanOrEqual(size);
  });
});
