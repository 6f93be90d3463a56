import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import {
  fromBase64,
  genesisHead,
  leafHash,
  nextHead,
  parseVerifierKey,
  toHex,
  verifyCheckpoint,
  verifyInclusion,
} from "@operator/audit";
import { operations } from "@operator/contract";
import { describe, expect, it } from "vitest";
import { verified, verifyEd25519 } from "../../test/audit.ts";
import { event, openTenant, type TestTenant } from "../../test/harness.ts";
import { postSample } from "../../test/samples.ts";
import { sha256 } from "../adapters/sha256.ts";

type Proof = Awaited<ReturnType<TestTenant["admin"]["getProof"]>>;
const bytes = (base64: string) => fromBase64(base64) ?? new Uint8Array();

/** True when the leaf is in the tree with this root. */
function isIncluded(answer: Proof, root: Uint8Array): boolean {
  const { leaf_index: leafIndex, tree_size: treeSize } = answer;
  const hash = leafHash(new TextEncoder().encode(answer.leaf), sha256);
  return verifyInclusion({ leafIndex, leafHash: hash, treeSize, root, proof: answer.proof.map(bytes) }, sha256);
}

function post(tenant: TestTenant, runId: string, ...types: string[]) {
  const events = types.map((event_type) => event(runId, { event_type }));
  return tenant.runtime.ingestEvents({ run_id: runId, body: { events: events as never } });
}

describe("getProof", () => {
  it("proves the head that covers an event, with what the log's checkpoint is verified with", async () => {
    const tenant = await openTenant();
    for (const sample of ["completed", "egress-denied", "missing-dependency"] as const) {
      const run_id = await postSample(tenant, sample);
      const answer = await tenant.admin.getProof({ run_id, seq: 1 });
      const { size, root } = await verified(tenant.id, answer.checkpoint.checkpoint);
      expect(size).toBe(answer.tree_size);
      expect(isIncluded(answer, root)).toBe(true);
      expect(JSON.parse(answer.leaf)).toEqual({ kind: "run_head", body: answer.run_head });
      expect(answer.run_head.run_id).toBe(run_id);
      expect(isIncluded({ ...answer, leaf: answer.leaf.replace('"events":', '"events":1') }, root)).toBe(false);
    }
  });

  it("names the head that a run's segments lead to", async () => {
    const tenant = await openTenant();
    await post(tenant, "run_1", "run_complete");
    const line = `{"timestamp":"2026-07-02T09:00:00.000Z","event_type":"run_complete","deployment_mode":"local","actor":"daemon","payload":{"run_id":"run_1"}}\n`;
    const segment = { digest: sha256(line), firstSeq: 1, count: 1 };
    const head = nextHead(genesisHead(tenant.id, "run_1", sha256), segment, sha256);
    const { run_head } = await tenant.admin.getProof({ run_id: "run_1", seq: 1 });
    expect(run_head).toMatchObject({ head: toHex(head), next_seq: 2, events: 1 });
  });

  it("goes on naming the first head that covered an event", async () => {
    const tenant = await openTenant();
    await post(tenant, "run_1", "run_start", "run_complete");
    await post(tenant, "run_1", "worker_stopped");
    await runDurableObjectAlarm(env.RUN_LOG.getByName(`${tenant.id}/run_1`));
    const covering = async (seq: number) => (await tenant.admin.getProof({ run_id: "run_1", seq })).run_head.next_seq;
    expect([await covering(1), await covering(2), await covering(3)]).toEqual([3, 3, 4]);
  });

  it("is not ready while the head is on its way, and says when to ask again", async () => {
    const tenant = await openTenant();
    await post(tenant, "run_1", "run_start");
    await expect(tenant.admin.getProof({ run_id: "run_1", seq: 1 })).rejects.toMatchObject({ code: "proof_not_ready" });
    await runDurableObjectAlarm(env.RUN_LOG.getByName(`${tenant.id}/run_1`));
    expect((await tenant.admin.getProof({ run_id: "run_1", seq: 1 })).run_head.next_seq).toBe(2);
  });

  it("refuses a position that the run has not reached", async () => {
    const tenant = await openTenant();
    await post(tenant, "run_1", "run_complete");
    await expect(tenant.admin.getProof({ run_id: "run_1", seq: 2 })).rejects.toMatchObject({ code: "event_not_found" });
  });

  it("knows no run of another tenant, nor one whose id begins like another's", async () => {
    const [tenant, other] = [await openTenant(), await openTenant()];
    await post(tenant, "run_10", "run_complete");
    for (const [asking, run_id] of [
      [other, "run_10"],
      [tenant, "run_1"],
    ] as const) {
      await expect(asking.admin.getProof({ run_id, seq: 1 })).rejects.toMatchObject({ code: "run_not_found" });
    }
  });

  it.each([
    ["no run", { seq: 1 }],
    ["no position", { run_id: "run_1" }],
    ["a position before the first", { run_id: "run_1", seq: 0 }],
    ["half a position", { run_id: "run_1", seq: 1.5 }],
    ["a run id that is none", { run_id: "a/b", seq: 1 }],
  ])("refuses %s", async (_, query) => {
    const tenant = await openTenant();
    await expect(tenant.admin.getProof(query as never)).rejects.toMatchObject({ code: "invalid_request" });
  });

  it("has an example that verifies with the key of the other example", async () => {
    const { output } = operations.getProof.example;
    const keys = operations.getPublicKeys.example.output.keys.flatMap(
      ({ vkey }) => parseVerifierKey(vkey, sha256) ?? [],
    );
    const expected = { origin: output.checkpoint.origin, keys };
    const verdict = await verifyCheckpoint(output.checkpoint.checkpoint, expected, verifyEd25519);
    if (verdict.kind !== "verified") throw new Error(`the example is ${verdict.kind}`);
    expect(isIncluded(operations.getProof.output.parse(output), verdict.checkpoint.root)).toBe(true);
  });
});
