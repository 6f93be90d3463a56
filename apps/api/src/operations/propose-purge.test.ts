import { limits } from "@operator/contract";
import { describe, expect, it } from "vitest";
import { binding, decide, propose } from "../../test/confirmations.ts";
import { openTenant } from "../../test/harness.ts";
import { failedRun, proposePurge, purge, redeemed, reportApplied } from "../../test/retention.ts";

const purgeOf = (patch: object) => ({ change_type: "retention_purge", rationale: "They are old.", patch });

describe("proposeChange, a purge of runs", () => {
  it.each([
    ["no run", { run_ids: [] }],
    ["a run twice", { run_ids: ["run_1", "run_1"] }],
    [
      "more runs than people look through",
      { run_ids: Array.from({ length: limits.MAX_PURGED_RUNS + 1 }, (_, n) => `r${n}`) },
    ],
    ["positions of its own", { run_ids: ["run_1"], through: [1] }],
    ["what is no id", { run_ids: ["run 1"] }],
  ])("refuses %s", async (_, patch) => {
    const tenant = await openTenant();
    await failedRun(tenant, "run_1");
    await expect(propose(tenant, purgeOf(patch))).rejects.toMatchObject({
      code: "invalid_request",
      problem: { errors: [{ field: "patch" }] },
    });
  });

  it("refuses a run of another tenant like one that is nobody's", async () => {
    const [tenant, other] = [await openTenant(), await openTenant()];
    await failedRun(tenant, "run_1");
    await failedRun(other, "run_2");
    for (const unknown of ["run_2", "run_nobody"]) {
      await expect(proposePurge(tenant, "run_1", unknown)).rejects.toMatchObject({
        code: "run_not_found",
        status: 404,
        problem: { errors: [{ code: "run_not_found", field: "patch.run_ids[1]" }] },
      });
    }
  });

  it("is the same one in whatever order the runs are named", async () => {
    const tenant = await openTenant();
    for (const run of ["run_1", "run_2"]) await failedRun(tenant, run);
    const first = await proposePurge(tenant, "run_2", "run_1");
    expect((await proposePurge(tenant, "run_1", "run_2")).confirmation_id).toBe(first.confirmation_id);
  });

  it("takes two different people", async () => {
    const tenant = await openTenant();
    await failedRun(tenant, "run_1");
    const confirmation = await proposePurge(tenant, "run_1");
    expect((await decide(tenant.reviewer, confirmation)).status).toBe("pending");
    expect((await decide(tenant.reviewer, confirmation)).status).toBe("pending");
    const early = tenant.executor.redeemGrant({ ...confirmation, body: {} });
    await expect(early).rejects.toMatchObject({ code: "not_approved" });
    await expect(reportApplied(tenant, confirmation)).rejects.toMatchObject({ code: "not_redeemed" });
    expect((await tenant.agent.getRunTimeline({ run_id: "run_1" })).events).toHaveLength(5);
    expect((await decide(tenant.secondReviewer, confirmation)).status).toBe("approved");
  });

  it("stays declined, whoever asks", async () => {
    const tenant = await openTenant();
    await failedRun(tenant, "run_1");
    await decide(tenant.reviewer, await proposePurge(tenant, "run_1"), "decline");
    await expect(proposePurge(tenant, "run_1")).rejects.toMatchObject({ code: "declined_before" });
  });

  it("purges nothing where its executor failed", async () => {
    const tenant = await openTenant();
    await failedRun(tenant, "run_1");
    const confirmation = await redeemed(tenant, await proposePurge(tenant, "run_1"));
    await tenant.executor.reportApply({ ...confirmation, body: { outcome: "failed" } });
    expect((await tenant.agent.getRunTimeline({ run_id: "run_1" })).events).toHaveLength(5);
  });

  it("is not carried out where another one took a run of it", async () => {
    const tenant = await openTenant();
    for (const run of ["run_1", "run_2"]) await failedRun(tenant, run);
    const both = await redeemed(tenant, await proposePurge(tenant, "run_1", "run_2"));
    await purge(tenant, "run_1");
    expect(await reportApplied(tenant, both)).toMatchObject({
      status: "apply_failed",
      outcome: { hindered_by: "evidence_purged" },
    });
    expect((await tenant.agent.getRunTimeline({ run_id: "run_2" })).events).toHaveLength(5);
  });

  it("gives no reason to run anything again", async () => {
    const tenant = await openTenant();
    await failedRun(tenant, "run_1");
    const { next_action } = await tenant.agent.nextAction({ run_id: "run_1" });
    const change = { ...purgeOf({ run_ids: ["run_1"] }), evidence_refs: [{ type: "run_id", ref: "run_1" }] };
    await reportApplied(tenant, await redeemed(tenant, await propose(tenant, change)));
    expect((await tenant.agent.nextAction({ run_id: "run_1" })).next_action).toBe(next_action);
  });

  it("leaves no evidence behind that a proposal could cite", async () => {
    const tenant = await openTenant();
    await failedRun(tenant, "run_1");
    const evidence_refs = [
      { type: "run_id", ref: "run_1" },
      { type: "audit_seq", ref: "5" },
    ];
    expect((await propose(tenant, binding(1, { evidence_refs }))).status).toBe("pending");
    await purge(tenant, "run_1");
    await expect(propose(tenant, binding(2, { evidence_refs }))).rejects.toMatchObject({ code: "unresolved_evidence" });
  });

  it("that names no runs is of records elsewhere, and its executor's to carry out", async () => {
    const tenant = await openTenant();
    const confirmation = await redeemed(tenant, await propose(tenant, purgeOf({ older_than_days: 30 })));
    expect((await reportApplied(tenant, confirmation)).status).toBe("applied");
  });
});

describe("createKey", () => {
  it("gives nobody a key under the name of what proposes purges", async () => {
    const { admin } = await openTenant();
    const body = {
      principal_id: "operator.retention",
      principal_kind: "service" as const,
      scopes: ["runs:read" as const],
    };
    await expect(admin.createKey({ body })).rejects.toMatchObject({ code: "invalid_request" });
  });
});
