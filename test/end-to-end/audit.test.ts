import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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

describe("the audit operations on the running service", () => {
  it("answer the same checkpoint until the log grows", async () => {
    const { checkpoint, size } = await client.getCheckpoint();
    expect(await client.getCheckpoint()).toMatchObject({ checkpoint, size });
    expect((await client.getConsistency({ old_size: size })).checkpoint.size).toBeGreaterThanOrEqual(size);
  });
});
