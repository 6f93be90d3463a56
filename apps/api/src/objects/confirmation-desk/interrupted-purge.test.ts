import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { deskOf, logged, rows } from "../../../test/confirmations.ts";
import { event, openTenant, postEvents, type TestTenant } from "../../../test/harness.ts";
import {
  directoryOf,
  failedRun,
  logOf,
  logRows,
  proposePurge,
  redeemed,
  reportApplied,
} from "../../../test/retention.ts";
import type { DeskPorts, RunLogPorts } from "../../ports.ts";

const away = () => Promise.reject(new Error("away"));

/** A tenant with two runs whose purge was approved and redeemed. */
async function applying() {
  const tenant = await openTenant();
  for (const run of ["run_1", "run_2"]) await failedRun(tenant, run);
  return { tenant, confirmation: await redeemed(tenant, await proposePurge(tenant, "run_1", "run_2")) };
}

function replacePorts(tenant: TestTenant, change: (ports: DeskPorts) => Partial<DeskPorts>): Promise<unknown> {
  return runInDurableObject(deskOf(tenant), (desk) => {
    const ports: DeskPorts = Reflect.get(desk, "ports");
    return Reflect.set(desk, "ports", { ...ports, ...change(ports) });
  });
}

function replaceLogPorts(tenant: TestTenant, runId: string, change: (ports: RunLogPorts) => Partial<RunLogPorts>) {
  return runInDurableObject(logOf(tenant, runId), (log) => {
    const ports: RunLogPorts = Reflect.get(log, "ports");
    return Reflect.set(log, "ports", { ...ports, ...change(ports) });
  });
}

async function expectPurged(tenant: TestTenant, confirmation_id: string): Promise<void> {
  expect((await tenant.agent.getConfirmation({ confirmation_id })).status).toBe("applied");
  for (const run_id of ["run_1", "run_2"]) {
    await expect(tenant.agent.getRunTimeline({ run_id })).rejects.toMatchObject({ code: "evidence_purged" });
    expect(await logRows(tenant, run_id, "purges")).toMatchObject([{ confirmation_id, through: 5, is_done: 1 }]);
    expect(await logRows(tenant, run_id, "purge_filler")).toEqual([]);
  }
  expect(await rows(tenant, "reports")).toEqual([]);
  expect((await logged(tenant, "retention_purge")).map(({ run_id }) => run_id).toSorted()).toEqual(["run_1", "run_2"]);
}

describe("A purge that was interrupted", () => {
  it.each([
    ["before it was let begin", (): Partial<DeskPorts> => ({ claimPurge: away })],
    [
      "before the answer of the directory came",
      ({ claimPurge }: DeskPorts): Partial<DeskPorts> => ({
        claimPurge: async (...claim) => {
          await claimPurge(...claim);
          return away();
        },
      }),
    ],
    [
      "between two runs",
      ({ purgeRun }: DeskPorts): Partial<DeskPorts> => ({
        purgeRun: (tenant, runId, request) => (runId === "run_2" ? away() : purgeRun(tenant, runId, request)),
      }),
    ],
    [
      "before the answer of a run came",
      ({ purgeRun }: DeskPorts): Partial<DeskPorts> => ({
        purgeRun: async (...request) => {
          await purgeRun(...request);
          return away();
        },
      }),
    ],
    ["before the log had its end", (): Partial<DeskPorts> => ({ auditLog: { append: away } })],
  ])("%s is carried on without being reported again", async (_, change) => {
    const { tenant, confirmation } = await applying();
    await replacePorts(tenant, change);
    await expect(reportApplied(tenant, confirmation)).rejects.toMatchObject({ status: 500 });
    expect((await tenant.agent.getConfirmation(confirmation)).status).toBe("applying");
    await evictDurableObject(deskOf(tenant));
    await evictDurableObject(directoryOf(tenant));
    expect(await runDurableObjectAlarm(deskOf(tenant))).toBe(true);
    await expectPurged(tenant, confirmation.confirmation_id);
    expect((await reportApplied(tenant, confirmation)).status).toBe("applied");
  });

  it.each([
    ["before its log entry", (): Partial<RunLogPorts> => ({ auditLog: { append: away } })],
    ["before what was attached is gone", (): Partial<RunLogPorts> => ({ blobs: { deleteUnder: away } })],
  ])("in a run %s is carried on there", async (_, change) => {
    const { tenant, confirmation } = await applying();
    await env.EVIDENCE.put(`${tenant.id}/runs/run_1/uploads/x/0`, "x");
    await replaceLogPorts(tenant, "run_1", change);
    await expect(reportApplied(tenant, confirmation)).rejects.toMatchObject({ status: 500 });
    await evictDurableObject(logOf(tenant, "run_1"));
    await evictDurableObject(deskOf(tenant));
    expect(await runDurableObjectAlarm(deskOf(tenant))).toBe(true);
    await expectPurged(tenant, confirmation.confirmation_id);
    expect((await env.EVIDENCE.list({ prefix: `${tenant.id}/` })).objects).toEqual([]);
  });

  it("cannot be stopped by a hold once it began: that is refused, not promised", async () => {
    const { tenant, confirmation } = await applying();
    await replacePorts(tenant, () => ({ purgeRun: away }));
    await expect(reportApplied(tenant, confirmation)).rejects.toMatchObject({ status: 500 });
    const hold = tenant.admin.putLegalHold({ run_id: "run_1", body: { held: true } });
    await expect(hold).rejects.toMatchObject({ code: "evidence_purged" });
  });

  it("takes nothing of what came meanwhile", async () => {
    const { tenant, confirmation } = await applying();
    await replacePorts(tenant, () => ({ purgeRun: away }));
    await expect(reportApplied(tenant, confirmation)).rejects.toMatchObject({ status: 500 });
    await postEvents(tenant.keys.runtime, "run_1", JSON.stringify({ events: [event("run_1")] }));
    await evictDurableObject(deskOf(tenant));
    await runDurableObjectAlarm(deskOf(tenant));
    const { events } = await tenant.agent.getRunTimeline({ run_id: "run_1" });
    expect(events.map(({ audit_seq }) => audit_seq)).toEqual([6]);
  });

  it("races with a hold to one end: held and whole, or refused and gone", async () => {
    const { tenant, confirmation } = await applying();
    const [hold, report] = await Promise.allSettled([
      tenant.admin.putLegalHold({ run_id: "run_2", body: { held: true } }),
      reportApplied(tenant, confirmation),
    ]);
    if (report.status === "rejected") throw report.reason;
    const isHeld = hold.status === "fulfilled";
    expect(report.value.status).toBe(isHeld ? "apply_failed" : "applied");
    const gone = await Promise.allSettled(["run_1", "run_2"].map((run_id) => tenant.agent.getRunTimeline({ run_id })));
    expect(gone.map(({ status }) => status)).toEqual(Array(2).fill(isHeld ? "fulfilled" : "rejected"));
  });
});
