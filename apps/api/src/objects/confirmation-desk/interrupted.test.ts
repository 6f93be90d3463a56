import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { ConfirmationState } from "@operator/confirmation";
import { describe, expect, it } from "vitest";
import {
  binding,
  decide,
  deskOf,
  propose,
  proposeEgress,
  rows,
  tamper,
  trail,
  trailTypes,
} from "../../../test/confirmations.ts";
import { openTenant, type TestTenant } from "../../../test/harness.ts";
import { AGENT, storePolicy } from "../../../test/policies.ts";
import type { DeskPorts } from "../../ports.ts";

/** Gives the desk other ports, for as long as this life of it lasts. */
function replacePorts(tenant: TestTenant, change: (ports: DeskPorts) => Partial<DeskPorts>): Promise<unknown> {
  return runInDurableObject(deskOf(tenant), (desk) => {
    const ports: DeskPorts = Reflect.get(desk, "ports");
    return Reflect.set(desk, "ports", { ...ports, ...change(ports) });
  });
}

const away = () => Promise.reject(new Error("away"));
const unreachable = { auditLog: { append: away } };

/** A log that takes the entries and whose answer is lost. */
const unanswered = ({ auditLog }: DeskPorts): Partial<DeskPorts> => ({
  auditLog: {
    append: async (tenant, entries) => {
      await auditLog.append(tenant, entries);
      return away();
    },
  },
});

/** Another life of the desk, woken by its alarm. */
async function restart(tenant: TestTenant): Promise<void> {
  await evictDurableObject(deskOf(tenant));
  expect(await runDurableObjectAlarm(deskOf(tenant))).toBe(true);
}

const count = async (tenant: TestTenant, type: string) =>
  (await trailTypes(tenant)).filter((one) => one === type).length;

describe("ConfirmationDesk, a step that was interrupted", () => {
  it.each([
    ["before the log has it", () => unreachable],
    ["before the log's answer came", unanswered],
  ])("%s comes to the same end, with one record", async (_, change) => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    await replacePorts(tenant, change);
    await expect(decide(tenant.reviewer, confirmation)).rejects.toMatchObject({ status: 500 });
    // It is not true yet, whoever asks.
    expect((await tenant.agent.getConfirmation(confirmation)).status).toBe("pending");
    expect(await rows(tenant, "steps")).toHaveLength(1);
    await restart(tenant);
    const { status, decisions } = await tenant.agent.getConfirmation(confirmation);
    expect([status, decisions.length]).toEqual(["approved", 1]);
    expect(await rows(tenant, "steps")).toEqual([]);
    expect(await trailTypes(tenant)).toEqual(["confirmation_proposed", "confirmation_decided"]);
    // Whoever did not get the answer gets it now.
    expect((await decide(tenant.reviewer, confirmation)).status).toBe("approved");
    expect(await count(tenant, "confirmation_decided")).toBe(1);
  });

  it("is carried on before the next command on its confirmation is looked at", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    await replacePorts(tenant, unanswered);
    await expect(decide(tenant.reviewer, confirmation)).rejects.toMatchObject({ status: 500 });
    await evictDurableObject(deskOf(tenant));
    const other = decide(tenant.secondReviewer, confirmation, "decline");
    await expect(other).rejects.toMatchObject({ code: "already_decided" });
    expect(await trailTypes(tenant)).toEqual(["confirmation_proposed", "confirmation_decided", "confirmation_refused"]);
  });

  it("that somebody put there by hand is carried on alike", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    const [row] = await rows(tenant, "confirmations");
    const state = ConfirmationState.parse(JSON.parse(String(row?.state)));
    const step = { ...row, version: 2, state: { ...state, status: "cancelled", closed_at: Date.now() } };
    const events = [{ event_type: "confirmation_cancelled", at: Date.now(), actor: "agent", payload: {} }];
    await tamper(
      tenant,
      "INSERT INTO steps (entry_key, confirmation_id, confirmation, events) VALUES ('by-hand', ?, ?, ?)",
      confirmation.confirmation_id,
      JSON.stringify(step),
      JSON.stringify(events),
    );
    await restart(tenant);
    expect((await tenant.agent.getConfirmation(confirmation)).status).toBe("cancelled");
    expect(await trailTypes(tenant)).toEqual(["confirmation_proposed", "confirmation_cancelled"]);
  });

  it("that the log does not take holds up its own confirmation and no other", async () => {
    const tenant = await openTenant();
    const [stuck, other] = [await propose(tenant, binding(1)), await propose(tenant, binding(2))];
    await replacePorts(tenant, ({ auditLog }) => ({
      auditLog: {
        append: (id, entries) =>
          JSON.stringify(entries).includes(stuck.confirmation_id) ? away() : auditLog.append(id, entries),
      },
    }));
    await expect(decide(tenant.reviewer, stuck)).rejects.toMatchObject({ status: 500 });
    await expect(tenant.agent.cancelConfirmation({ ...stuck, body: {} })).rejects.toMatchObject({ status: 500 });
    expect((await decide(tenant.reviewer, other)).status).toBe("approved");
    expect((await tenant.executor.redeemGrant({ ...other, body: {} })).candidate).toEqual(other.candidate);
    expect((await propose(tenant, binding(3))).status).toBe("pending");
    expect((await tenant.agent.getConfirmation(stuck)).status).toBe("pending");
    await restart(tenant);
    expect((await tenant.agent.getConfirmation(stuck)).status).toBe("approved");
  });

  it("that cannot be read holds up its own confirmation and no other", async () => {
    const tenant = await openTenant();
    const [stuck, other] = [await propose(tenant, binding(1)), await propose(tenant, binding(2))];
    await tamper(
      tenant,
      "INSERT INTO steps (entry_key, confirmation_id, confirmation, events) VALUES ('x', ?, '{}', '[]')",
      stuck.confirmation_id,
    );
    await restart(tenant);
    await expect(decide(tenant.reviewer, stuck)).rejects.toMatchObject({ status: 500 });
    expect((await decide(tenant.reviewer, other)).status).toBe("approved");
  });

  it("that opens a confirmation opens one, whoever proposes the same meanwhile", async () => {
    const tenant = await openTenant();
    await propose(tenant, binding(0));
    await replacePorts(tenant, unanswered);
    await expect(propose(tenant)).rejects.toMatchObject({ status: 500 });
    await expect(propose(tenant)).rejects.toMatchObject({ status: 500 });
    await restart(tenant);
    const confirmation = await propose(tenant);
    const { items } = await tenant.agent.listConfirmations();
    expect(items.map(({ confirmation_id }) => confirmation_id)[0]).toBe(confirmation.confirmation_id);
    expect(items).toHaveLength(2);
    expect(await count(tenant, "confirmation_proposed")).toBe(2);
  });

  it("leaves nothing behind where it would only have recorded a look", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    await replacePorts(tenant, () => unreachable);
    await expect(tenant.reviewer.getConfirmation(confirmation)).rejects.toMatchObject({ status: 500 });
    expect(await rows(tenant, "steps")).toEqual([]);
    // Whose look is not recorded can look.
    expect((await tenant.agent.getConfirmation(confirmation)).status).toBe("pending");
  });
});

describe("ConfirmationDesk, a redemption that was interrupted", () => {
  it("is answered to who asks again under its name, with its place in the log", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    await decide(tenant.reviewer, confirmation);
    await replacePorts(tenant, unanswered);
    const redeem = (idempotencyKey: string) =>
      tenant.executor.redeemGrant({ ...confirmation, body: {} }, { idempotencyKey });
    await expect(redeem("mine")).rejects.toMatchObject({ status: 500 });
    await restart(tenant);
    await expect(redeem("another")).rejects.toMatchObject({ code: "already_redeemed" });
    const { receipt } = await redeem("mine");
    const claims = JSON.parse(atob(receipt.split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/") ?? ""));
    const types = await trail(tenant);
    expect(types[claims.audit_position.index]?.event_type).toBe("grant_redeemed");
    expect(types[claims.audit_position.index]?.payload.nonce).toBe(claims.jti);
    expect(await count(tenant, "grant_redeemed")).toBe(1);
  });
});

describe("ConfirmationDesk, a report that was interrupted", () => {
  async function applying(tenant: TestTenant) {
    await storePolicy(tenant);
    const confirmation = await proposeEgress(tenant);
    await decide(tenant.reviewer, confirmation);
    await tenant.executor.redeemGrant({ ...confirmation, body: {} });
    return confirmation;
  }
  const revisions = async (tenant: TestTenant) =>
    (await tenant.admin.listPolicyRevisions({ agent: AGENT })).items.map(({ revision }) => revision);
  const report = (tenant: TestTenant, id: { confirmation_id: string }, outcome: "applied" | "failed" = "applied") =>
    tenant.executor.reportApply({ ...id, body: { outcome } });

  it.each([
    ["before the policy was stored", (): Partial<DeskPorts> => ({ applyPolicy: away })],
    [
      "before the answer of the directory came",
      ({ applyPolicy }: DeskPorts): Partial<DeskPorts> => ({
        applyPolicy: async (...change) => {
          await applyPolicy(...change);
          return away();
        },
      }),
    ],
    ["before the log had it", (): Partial<DeskPorts> => unreachable],
    ["before the log's answer came", unanswered],
  ])("%s is settled without being sent again", async (_, change) => {
    const tenant = await openTenant();
    const confirmation = await applying(tenant);
    const rival = await proposeEgress(tenant, "rival.example.org");
    await replacePorts(tenant, change);
    await expect(report(tenant, confirmation)).rejects.toMatchObject({ status: 500 });
    await restart(tenant);
    const { status, outcome } = await tenant.agent.getConfirmation(confirmation);
    expect([status, outcome?.base_moved]).toEqual(["applied", false]);
    expect(await revisions(tenant)).toEqual([2, 1]);
    expect(await rows(tenant, "reports")).toEqual([]);
    expect((await tenant.agent.getConfirmation(rival)).status).toBe("superseded");
    expect((await report(tenant, confirmation)).status).toBe("applied");
    await expect(report(tenant, confirmation, "failed")).rejects.toMatchObject({ code: "already_reported" });
    expect(await count(tenant, "apply_reported")).toBe(1);
  });

  it("does not take a policy that came after its own for one that came between", async () => {
    const tenant = await openTenant();
    const confirmation = await applying(tenant);
    await replacePorts(tenant, ({ applyPolicy }) => ({
      applyPolicy: async (...change) => {
        await applyPolicy(...change);
        return away();
      },
    }));
    await expect(report(tenant, confirmation)).rejects.toMatchObject({ status: 500 });
    await evictDurableObject(deskOf(tenant));
    await storePolicy(tenant, 'version: "1"\nagent:\n  name: weather-agent\n');
    const { status, outcome } = await report(tenant, confirmation);
    expect([status, outcome?.base_moved]).toEqual(["applied", false]);
    expect(await revisions(tenant)).toEqual([3, 2, 1]);
  });
});

describe("ConfirmationDesk, after a restore", () => {
  it("records anew what it does under numbers that were used before", async () => {
    const tenant = await openTenant();
    await propose(tenant, binding(1));
    await runInDurableObject(deskOf(tenant), async (_, { storage }) => storage.deleteAll());
    await evictDurableObject(deskOf(tenant));
    await propose(tenant, binding(2));
    expect(await count(tenant, "confirmation_proposed")).toBe(2);
  });
});
