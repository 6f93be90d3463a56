import { formatVerifierKey, parseVerifierKey } from "@operator/audit";
import { operations } from "@operator/contract";
import { describe, expect, it } from "vitest";
import { verified } from "../../test/audit.ts";
import { openTenant } from "../../test/harness.ts";
import { postSample } from "../../test/samples.ts";
import { sha256 } from "../adapters/sha256.ts";

describe("getCheckpoint", () => {
  it("of a tenant without runs is the signed empty log", async () => {
    const tenant = await openTenant();
    const { checkpoint, size, root_hash } = await tenant.admin.getCheckpoint();
    expect(await verified(tenant.id, checkpoint)).toMatchObject({ size: 0 });
    expect([size, root_hash]).toEqual([0, Buffer.from(sha256("")).toString("base64")]);
  });

  it("states what its note states, and is the same note until the log grows", async () => {
    const tenant = await openTenant();
    await postSample(tenant, "completed");
    const first = await tenant.admin.getCheckpoint();
    const { origin, size, root } = await verified(tenant.id, first.checkpoint);
    expect(first).toMatchObject({ origin, size, root_hash: Buffer.from(root).toString("base64") });
    expect(size).toBe(1);
    expect(await tenant.admin.getCheckpoint()).toEqual(first);
    await postSample(tenant, "egress-denied");
    expect((await tenant.admin.getCheckpoint()).size).toBe(2);
  });

  it("is of the tenant's own log", async () => {
    const [tenant, other] = [await openTenant(), await openTenant()];
    await postSample(tenant, "completed");
    expect(await other.admin.getCheckpoint()).toMatchObject({ origin: `operator.test/${other.id}`, size: 0 });
  });

  it("is read with `audit:read` only", async () => {
    const tenant = await openTenant();
    await expect(tenant.runtime.getCheckpoint()).rejects.toMatchObject({ code: "insufficient_scope" });
  });
});

describe("the examples of the contract", () => {
  it("show a key in the form that its verifiers read", () => {
    for (const { vkey } of operations.getPublicKeys.example.output.keys) {
      const key = parseVerifierKey(vkey, sha256);
      expect(key && formatVerifierKey(key)).toBe(vkey);
    }
  });
});
