import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { type Confirmation, limits } from "@operator/contract";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { decide } from "../../../test/confirmations.ts";
import { openTenant, type TestTenant } from "../../../test/harness.ts";
import { directoryOf, failedRun, redeemed, reportApplied } from "../../../test/retention.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

function pass(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

/** A run that ended so many days ago. */
const runOf = (tenant: TestTenant, runId: string, days: number) =>
  failedRun(tenant, runId, new Date(Date.now() - days * DAY_MS).toISOString());

/** Runs the alarm whether or not the platform has one set. */
const alarm = (tenant: TestTenant) => runInDurableObject(directoryOf(tenant), (directory) => directory.alarm());
const alarmTime = (tenant: TestTenant) =>
  runInDurableObject(directoryOf(tenant), (_, { storage }) => storage.getAlarm());
const proposals = async (tenant: TestTenant) => (await tenant.agent.listConfirmations()).items;
const runsOf = ({ candidate }: Pick<Confirmation, "candidate">) => (candidate.patch as { run_ids: string[] }).run_ids;

async function open(tenant: TestTenant): Promise<Confirmation> {
  const [first] = (await tenant.agent.listConfirmations({ status: "pending" })).items;
  return tenant.agent.getConfirmation({ confirmation_id: first?.confirmation_id ?? "" });
}

describe("TenantDirectory, retention", () => {
  it("wakes a day after its first run, and proposes to purge what is past its time", async () => {
    const tenant = await openTenant();
    await runOf(tenant, "run_old", 89);
    await runOf(tenant, "run_new", 1);
    expect(await alarmTime(tenant)).toBe(Date.now() + limits.RETENTION_INTERVAL_MS);
    await alarm(tenant);
    expect(await proposals(tenant)).toEqual([]);
    pass(2 * DAY_MS);
    await runDurableObjectAlarm(directoryOf(tenant));
    const confirmation = await open(tenant);
    expect(runsOf(confirmation)).toEqual(["run_old"]);
    expect(confirmation).toMatchObject({ proposer: "operator.retention", change_type: "retention_purge" });
    expect(confirmation.rationale).toContain("retention of 90 days");
    expect(await alarmTime(tenant)).toBe(Date.now() + limits.RETENTION_INTERVAL_MS);
    expect((await tenant.agent.getRunTimeline({ run_id: "run_old" })).events).toHaveLength(5);
  });

  it("proposes the same once, however often it wakes", async () => {
    const tenant = await openTenant();
    await runOf(tenant, "run_old", 91);
    await alarm(tenant);
    await evictDurableObject(directoryOf(tenant));
    await alarm(tenant);
    expect(await proposals(tenant)).toHaveLength(1);
  });

  it("looks again soon after the retention was made shorter, which purges nothing by itself", async () => {
    const tenant = await openTenant();
    await runOf(tenant, "run_1", 8);
    await tenant.admin.putRetention({ body: { days: 7 } });
    expect(await alarmTime(tenant)).toBe(Date.now() + limits.RETENTION_SOON_MS);
    await runDurableObjectAlarm(directoryOf(tenant));
    expect(runsOf(await open(tenant))).toEqual(["run_1"]);
    expect((await tenant.agent.getRunTimeline({ run_id: "run_1" })).events).toHaveLength(5);
  });

  it("has one proposal open at a time, and looks again when that ends", async () => {
    const tenant = await openTenant();
    await runOf(tenant, "run_1", 91);
    await alarm(tenant);
    const first = await open(tenant);
    await runOf(tenant, "run_2", 92);
    await alarm(tenant);
    expect(await proposals(tenant)).toHaveLength(1);
    expect(await alarmTime(tenant)).toBe(Date.parse(first.expires_at));
    pass(limits.EXPIRY_MS.high);
    await runDurableObjectAlarm(directoryOf(tenant));
    expect(runsOf(await open(tenant))).toEqual(["run_1", "run_2"]);
  });

  it("leaves a declined batch alone until there is another set of runs", async () => {
    const tenant = await openTenant();
    await runOf(tenant, "run_1", 91);
    await alarm(tenant);
    await decide(tenant.reviewer, await open(tenant), "decline");
    pass(DAY_MS);
    await alarm(tenant);
    expect(await proposals(tenant)).toHaveLength(1);
    await runOf(tenant, "run_2", 91);
    await alarm(tenant);
    expect(runsOf(await open(tenant))).toEqual(["run_1", "run_2"]);
  });

  it("passes over runs that are held, and those whose records are gone", async () => {
    const tenant = await openTenant();
    for (const run of ["run_1", "run_2", "run_3"]) await runOf(tenant, run, 91);
    await tenant.admin.putLegalHold({ run_id: "run_1", body: { held: true } });
    await alarm(tenant);
    const confirmation = await open(tenant);
    expect(runsOf(confirmation)).toEqual(["run_2", "run_3"]);
    expect((await reportApplied(tenant, await redeemed(tenant, confirmation))).status).toBe("applied");
    expect(await alarmTime(tenant)).toBe(Date.now() + limits.RETENTION_SOON_MS);
    await runDurableObjectAlarm(directoryOf(tenant));
    expect(await proposals(tenant)).toHaveLength(1);
    await tenant.admin.putLegalHold({ run_id: "run_1", body: { held: false } });
    await alarm(tenant);
    expect(runsOf(await open(tenant))).toEqual(["run_1"]);
  });

  it("proposes nothing of another tenant's", async () => {
    const [tenant, other] = [await openTenant(), await openTenant()];
    await runOf(tenant, "run_1", 91);
    await runOf(other, "run_1", 1);
    await alarm(tenant);
    await alarm(other);
    expect(await proposals(other)).toEqual([]);
    const { confirmation_id } = await open(tenant);
    const foreign = other.reviewer.getConfirmation({ confirmation_id });
    await expect(foreign).rejects.toMatchObject({ code: "confirmation_not_found" });
  });

  it("tries again after a pause while the desk is away", async () => {
    const tenant = await openTenant();
    await runOf(tenant, "run_1", 91);
    await runInDurableObject(directoryOf(tenant), async (directory) => {
      const ports: object = Reflect.get(directory, "ports");
      const desks = { list: () => Promise.reject(new Error("away")) };
      Reflect.set(directory, "ports", { ...ports, desks });
      await directory.alarm();
      Reflect.set(directory, "ports", ports);
    });
    expect(await alarmTime(tenant)).toBe(Date.now() + limits.RETENTION_RETRY_MS);
    pass(limits.RETENTION_RETRY_MS);
    await runDurableObjectAlarm(directoryOf(tenant));
    expect(await proposals(tenant)).toHaveLength(1);
  });

  it("stores nothing when a retention is only asked for, and a hold only with its record", async () => {
    const tenant = await openTenant();
    await runOf(tenant, "run_1", 1);
    await runInDurableObject(directoryOf(tenant), async (directory) => {
      const ports: object = Reflect.get(directory, "ports");
      const auditLog = { append: () => Promise.reject(new Error("away")) };
      Reflect.set(directory, "ports", { ...ports, auditLog });
      const asker = { principalId: "admin", keyId: "key_1" };
      const hold = directory.putLegalHold({ runId: "run_1", held: true, reason: undefined, lastSeq: 5, ...asker });
      await expect(hold).rejects.toThrow("away");
      await expect(directory.putRetention(3, asker)).rejects.toThrow("away");
      Reflect.set(directory, "ports", ports);
    });
    expect((await tenant.admin.getLegalHold({ run_id: "run_1" })).held).toBe(false);
    expect((await tenant.admin.getRetention()).days).toBe(limits.DEFAULT_RETENTION_DAYS);
  });
});
