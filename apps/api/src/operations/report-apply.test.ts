import { describe, expect, it } from "vitest";
import { decide, propose, proposeEgress, trail } from "../../test/confirmations.ts";
import { openTenant, type TestTenant } from "../../test/harness.ts";
import { AGENT, storePolicy } from "../../test/policies.ts";

async function redeemed(tenant: TestTenant) {
  await storePolicy(tenant);
  const confirmation = await proposeEgress(tenant);
  await decide(tenant.reviewer, confirmation);
  const { policy_yaml } = await tenant.executor.redeemGrant({ ...confirmation, body: {} });
  const report = (outcome: "applied" | "failed", detail?: string) =>
    tenant.executor.reportApply({ ...confirmation, body: { outcome, ...(detail === undefined ? {} : { detail }) } });
  return { confirmation, policy_yaml, report };
}

describe("reportApply", () => {
  it("stores the approved policy as the agent's next revision", async () => {
    const tenant = await openTenant();
    const { confirmation, policy_yaml, report } = await redeemed(tenant);
    const applied = await report("applied", "Reloaded in 40 ms.");
    expect(applied).toMatchObject({ status: "applied", outcome: { outcome: "applied", base_moved: false } });
    const policy = await tenant.agent.getPolicy({ agent: AGENT });
    expect(policy).toMatchObject({ revision: 2, policy_digest: confirmation.candidate.candidate_policy_digest });
    const { items } = await tenant.agent.listPolicyRevisions({ agent: AGENT });
    expect(items[0]).toMatchObject({ revision: 2, confirmation_id: confirmation.confirmation_id });
    expect(JSON.stringify(policy)).toContain(JSON.stringify(policy_yaml).slice(1, -1));
    expect(await report("applied", "Reloaded in 40 ms.")).toEqual(applied);
    await expect(report("applied", "Another story.")).rejects.toMatchObject({ code: "already_reported" });
  });

  it("keeps what an executor says of a failure, without secrets, and stores no policy", async () => {
    const tenant = await openTenant();
    const { report } = await redeemed(tenant);
    const secret = ["ghp", "16C7e42F292c6912E7710c838347Ae178B4a"].join("_");
    const failed = await report("failed", `The gateway refused ${secret}.`);
    expect(failed).toMatchObject({ status: "apply_failed", outcome: { outcome: "failed", base_moved: false } });
    expect(failed.outcome?.detail).toContain("The gateway refused");
    expect(JSON.stringify([failed, await trail(tenant)])).not.toContain(secret);
    expect((await tenant.agent.getPolicy({ agent: AGENT })).revision).toBe(1);
  });

  it("settles as failed what was applied over another policy than people saw", async () => {
    const tenant = await openTenant();
    const { report } = await redeemed(tenant);
    await storePolicy(tenant, 'version: "1"\nagent:\n  name: weather-agent\n');
    const settled = await report("applied");
    expect(settled).toMatchObject({ status: "apply_failed", outcome: { outcome: "applied", base_moved: true } });
    expect((await tenant.agent.getPolicy({ agent: AGENT })).revision).toBe(2);
  });

  it("ends what else was proposed against the policy before", async () => {
    const tenant = await openTenant();
    const { report } = await redeemed(tenant);
    const other = await proposeEgress(tenant, "tiles.example.org");
    await decide(tenant.reviewer, other);
    await report("applied");
    expect((await tenant.agent.listConfirmations({ status: "superseded" })).items).toHaveLength(1);
    const redemption = tenant.executor.redeemGrant({ ...other, body: {} });
    await expect(redemption).rejects.toMatchObject({ code: "confirmation_superseded" });
  });

  it("settles what is no policy without one", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    await decide(tenant.reviewer, confirmation);
    await tenant.executor.redeemGrant({ ...confirmation, body: {} });
    const applied = await tenant.executor.reportApply({ ...confirmation, body: { outcome: "applied" } });
    expect(applied.status).toBe("applied");
  });
});
