import { describe, expect, it } from "vitest";
import { attempts, logged } from "../../test/confirmations.ts";
import { openTenant, type TestTenant } from "../../test/harness.ts";
import { failedRun, proposePurge, redeemed, reportApplied } from "../../test/retention.ts";

const RUN = "run_held";
const hold = ({ admin }: TestTenant, held = true, reason?: string) =>
  admin.putLegalHold({ run_id: RUN, body: { held, ...(reason === undefined ? {} : { reason }) } });

async function tenantWithRun(): Promise<TestTenant> {
  const tenant = await openTenant();
  await failedRun(tenant, RUN);
  return tenant;
}

describe("putLegalHold", () => {
  it("is read back, shows in the list of runs, and stands in the tenant's log", async () => {
    const tenant = await tenantWithRun();
    const held = await hold(tenant, true, "Case 7.");
    expect(held).toMatchObject({ run_id: RUN, held: true, reason: "Case 7.", updated_by: "admin" });
    expect(await tenant.admin.getLegalHold({ run_id: RUN })).toEqual(held);
    expect((await tenant.agent.listRuns()).items[0]?.legal_hold).toBe(true);
    const [entry] = await logged(tenant, "legal_hold");
    expect(entry).toMatchObject({ run_id: RUN, held: true, principal_id: "admin", at: held.updated_at });
    expect(JSON.stringify(entry)).not.toContain("Case 7.");
  });

  it("can be lifted, and said again changes nothing", async () => {
    const tenant = await tenantWithRun();
    await hold(tenant);
    const lifted = await hold(tenant, false);
    expect(await hold(tenant, false)).toEqual(lifted);
    expect((await logged(tenant, "legal_hold")).map(({ held }) => held)).toEqual([true, false]);
    expect((await tenant.agent.listRuns()).items[0]?.legal_hold).toBeUndefined();
  });

  it("keeps no secret of the reason", async () => {
    const tenant = await tenantWithRun();
    const secret = ["ghp", "16C7e42F292c6912E7710c838347Ae178B4a"].join("_");
    expect((await hold(tenant, true, `Found ${secret} in it.`)).reason).not.toContain(secret);
  });

  it("stops a purge from being proposed", async () => {
    const tenant = await tenantWithRun();
    await failedRun(tenant, "run_free");
    await hold(tenant);
    await expect(proposePurge(tenant, "run_free", RUN)).rejects.toMatchObject({
      code: "run_on_hold",
      status: 409,
      problem: { errors: [{ code: "run_on_hold", field: "patch.run_ids[1]" }] },
    });
    await hold(tenant, false);
    expect((await proposePurge(tenant, "run_free", RUN)).status).toBe("pending");
  });

  it("stops a purge that was approved, for all of its runs", async () => {
    const tenant = await tenantWithRun();
    await failedRun(tenant, "run_free");
    const confirmation = await redeemed(tenant, await proposePurge(tenant, "run_free", RUN));
    await hold(tenant);
    const settled = await reportApplied(tenant, confirmation);
    expect(settled).toMatchObject({
      status: "apply_failed",
      outcome: { outcome: "applied", hindered_by: "run_on_hold" },
    });
    for (const run_id of ["run_free", RUN]) {
      expect((await tenant.agent.getRunTimeline({ run_id })).events).toHaveLength(5);
    }
    expect(await logged(tenant, "retention_purge")).toEqual([]);
    // It is settled: lifting the hold does not bring it back.
    await hold(tenant, false);
    expect((await reportApplied(tenant, confirmation)).status).toBe("apply_failed");
    expect((await tenant.agent.getRunTimeline({ run_id: RUN })).events).toHaveLength(5);
  });

  it("refuses a run that the tenant does not have, also one of another tenant", async () => {
    const [tenant, other] = [await openTenant(), await tenantWithRun()];
    await expect(hold(tenant)).rejects.toMatchObject({ code: "run_not_found" });
    await hold(other);
    expect(await attempts(tenant)).toMatchObject([{ operation: "putLegalHold", refusal: "run_not_found" }]);
  });
});
