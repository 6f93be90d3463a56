import { fromBase64, verifyConsistency } from "@operator/audit";
import { describe, expect, it } from "vitest";
import { verified } from "../../test/audit.ts";
import { openTenant } from "../../test/harness.ts";
import { postSample, type SampleName } from "../../test/samples.ts";
import { sha256 } from "../adapters/sha256.ts";

const RUNS: SampleName[] = ["completed", "missing-dependency", "egress-denied", "budget-exceeded", "missing-secret"];

describe("getConsistency", () => {
  it("proves that the log only grew since any checkpoint that was kept", async () => {
    const tenant = await openTenant();
    const kept = [];
    for (const run of RUNS) {
      await postSample(tenant, run);
      kept.push(await verified(tenant.id, (await tenant.admin.getCheckpoint()).checkpoint));
    }
    for (const { size: oldSize, root: oldRoot } of kept) {
      const answer = await tenant.admin.getConsistency({ old_size: oldSize });
      const { size: newSize, root: newRoot } = await verified(tenant.id, answer.checkpoint.checkpoint);
      const proof = answer.proof.map((hash) => fromBase64(hash) ?? new Uint8Array());
      expect([answer.old_size, newSize]).toEqual([oldSize, RUNS.length]);
      expect(verifyConsistency({ oldSize, oldRoot, newSize, newRoot, proof }, sha256)).toBe(true);
      expect(verifyConsistency({ oldSize, oldRoot: sha256("other"), newSize, newRoot, proof }, sha256)).toBe(false);
    }
  });

  it("tells a log that is smaller than a kept checkpoint", async () => {
    const tenant = await openTenant();
    await expect(tenant.admin.getConsistency({ old_size: 1 })).rejects.toMatchObject({ code: "size_not_reached" });
    await postSample(tenant, "completed");
    await expect(tenant.admin.getConsistency({ old_size: 2 })).rejects.toMatchObject({ code: "size_not_reached" });
  });

  it.each([0, -1, 1.5])("refuses %d as a size", async (old_size) => {
    const tenant = await openTenant();
    await expect(tenant.admin.getConsistency({ old_size })).rejects.toMatchObject({ code: "invalid_request" });
  });
});
