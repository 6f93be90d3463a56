import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { limits } from "@operator/contract";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { binding, decide, deskOf, propose, rows, tamper, trail, trailTypes } from "../../../test/confirmations.ts";
import { openTenant, type TestTenant } from "../../../test/harness.ts";
import { denied, tellRun } from "../../../test/policies.ts";

const HOUR_MS = 60 * 60 * 1000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

function pass(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

/** Runs the alarm whether or not the platform has one set. */
function alarm(tenant: TestTenant): Promise<void> {
  return runInDurableObject(deskOf(tenant), (desk) => desk.alarm());
}

const alarmTime = (tenant: TestTenant) => runInDurableObject(deskOf(tenant), (_, { storage }) => storage.getAlarm());

describe("ConfirmationDesk, time", () => {
  it("ends a proposal at its deadline: on read and in lists at once, in storage by the alarm, once", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    pass(limits.EXPIRY_MS.medium - 1);
    expect((await tenant.agent.getConfirmation(confirmation)).status).toBe("pending");
    pass(1);
    const shown = await tenant.agent.getConfirmation(confirmation);
    expect([shown.status, shown.closed_at]).toEqual(["expired", confirmation.expires_at]);
    expect((await tenant.agent.listConfirmations({ status: "pending" })).items).toEqual([]);
    expect((await tenant.agent.listConfirmations({ status: "expired" })).items).toHaveLength(1);
    expect((await rows(tenant, "confirmations"))[0]?.status).toBe("pending");

    expect(await runDurableObjectAlarm(deskOf(tenant))).toBe(true);
    const once = await rows(tenant, "confirmations");
    expect(once[0]).toMatchObject({ status: "expired", version: 2 });
    await alarm(tenant);
    await alarm(tenant);
    expect(await rows(tenant, "confirmations")).toEqual(once);
    expect(await trailTypes(tenant)).toEqual(["confirmation_proposed", "confirmation_expired"]);
    expect(await tenant.agent.getConfirmation(confirmation)).toEqual(shown);
  });

  it("ends a grant ten minutes after the approval, to the millisecond", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    const { grant_expires_at = "" } = await decide(tenant.reviewer, confirmation);
    expect(Date.parse(grant_expires_at)).toBe(Date.now() + limits.GRANT_TTL_MS);
    pass(limits.GRANT_TTL_MS);
    const redemption = tenant.executor.redeemGrant({ ...confirmation, body: {} });
    await expect(redemption).rejects.toMatchObject({ code: "confirmation_expired" });
    expect((await tenant.agent.getConfirmation(confirmation)).status).toBe("expired");
  });

  it("waits without end for the report of a redeemed grant", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    await decide(tenant.reviewer, confirmation);
    await tenant.executor.redeemGrant({ ...confirmation, body: {} });
    pass(1000 * HOUR_MS);
    await alarm(tenant);
    const report = tenant.executor.reportApply({ ...confirmation, body: { outcome: "applied" } });
    expect((await report).status).toBe("applied");
  });

  it("wakes at the next deadline, and sleeps when there is none", async () => {
    const tenant = await openTenant();
    const first = await propose(tenant, binding(1));
    pass(HOUR_MS);
    const second = await propose(tenant, binding(2));
    await alarm(tenant);
    expect(await alarmTime(tenant)).toBe(Date.parse(first.expires_at));
    await tenant.agent.cancelConfirmation({ ...first, body: {} });
    await runDurableObjectAlarm(deskOf(tenant));
    expect(await alarmTime(tenant)).toBe(Date.parse(second.expires_at));
    await tenant.agent.cancelConfirmation({ ...second, body: {} });
    await runDurableObjectAlarm(deskOf(tenant));
    expect(await alarmTime(tenant)).toBeNull();
  });

  it("tries again after a pause, not at once, while what is late cannot be ended", async () => {
    const tenant = await openTenant();
    await propose(tenant);
    pass(limits.EXPIRY_MS.medium);
    const append = vi.fn(() => Promise.reject(new Error("the log is away")));
    const ports = await runInDurableObject(deskOf(tenant), (desk) => {
      const kept: object = Reflect.get(desk, "ports");
      Reflect.set(desk, "ports", { ...kept, auditLog: { append } });
      return desk.alarm().then(() => kept);
    });
    expect(append).toHaveBeenCalled();
    expect(await alarmTime(tenant)).toBe(Date.now() + limits.DESK_RETRY_MS);
    expect((await tenant.agent.listConfirmations({ status: "expired" })).items).toHaveLength(1);
    await runInDurableObject(deskOf(tenant), (desk) => Reflect.set(desk, "ports", ports));
    pass(limits.DESK_RETRY_MS);
    await runDurableObjectAlarm(deskOf(tenant));
    expect(await trailTypes(tenant)).toEqual(["confirmation_proposed", "confirmation_expired"]);
    expect((await rows(tenant, "confirmations"))[0]?.status).toBe("expired");
  });

  it("names the deadline as the end, however late that was noticed", async () => {
    const tenant = await openTenant();
    const { expires_at } = await propose(tenant);
    pass(100 * HOUR_MS);
    await alarm(tenant);
    const [ended] = (await tenant.agent.listConfirmations()).items;
    expect(ended?.closed_at).toBe(expires_at);
    expect((await trail(tenant)).at(-1)?.actor).toBe("operator");
  });

  it("tells a run that could not be told", async () => {
    const tenant = await openTenant();
    await tellRun(tenant, "run_1", [denied("api.weather.gov:443"), { type: "run_failed", actor: "daemon" }]);
    const evidence_refs = [{ type: "run_id", ref: "run_1" }];
    const confirmation = await propose(tenant, binding(1, { evidence_refs }));
    const run = env.RUN_LOG.getByName(`${tenant.id}/run_1`);
    await runInDurableObject(run, (log) => Reflect.set(log, "note", () => Promise.reject(new Error("away"))));
    await decide(tenant.reviewer, confirmation, "decline");
    expect(await rows(tenant, "notices")).toHaveLength(1);
    await runInDurableObject(run, (log) => Reflect.deleteProperty(log, "note"));
    await runDurableObjectAlarm(deskOf(tenant));
    expect(await rows(tenant, "notices")).toEqual([]);
    expect((await tenant.agent.nextAction({ run_id: "run_1" })).next_action).toBe("fix_code");
  });

  it("does no harm where nothing is due, and where what is kept is broken", async () => {
    const tenant = await openTenant();
    await alarm(tenant);
    const [broken, whole] = [await propose(tenant, binding(1)), await propose(tenant, binding(2))];
    await tamper(tenant, "UPDATE confirmations SET state = '{}' WHERE confirmation_id = ?", broken.confirmation_id);
    pass(limits.EXPIRY_MS.medium);
    await alarm(tenant);
    expect((await tenant.agent.getConfirmation(whole)).status).toBe("expired");
    expect(await trailTypes(tenant)).toEqual([
      "confirmation_proposed",
      "confirmation_proposed",
      "confirmation_expired",
    ]);
  });
});
