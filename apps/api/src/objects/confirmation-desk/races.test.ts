import { describe, expect, it } from "vitest";
import {
  binding,
  decide,
  propose,
  proposeEgress,
  rows,
  trail,
  trailTypes,
  webhook,
} from "../../../test/confirmations.ts";
import { clientFor, openTenant, type TestTenant } from "../../../test/harness.ts";
import { AGENT, storePolicy } from "../../../test/policies.ts";

const FIFTY = Array.from({ length: 50 }, (_, n) => n);

/** What became of each call: the status that it answered, or the code of the problem. */
async function outcomes<Result>(calls: Promise<Result>[], told: (result: Result) => string): Promise<string[]> {
  const settled = await Promise.allSettled(calls);
  return settled.map((one) => (one.status === "fulfilled" ? told(one.value) : String(one.reason.code)));
}

function counted(values: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

/** People with a key each. */
async function reviewers(tenant: TestTenant, count: number) {
  const made = Array.from({ length: count }, async (_, n) => {
    const { key } = await tenant.admin.createKey({
      body: {
        principal_id: `person-${n}`,
        principal_kind: "human",
        scopes: ["confirmations:decide", "runs:read"],
      },
    });
    return clientFor(key);
  });
  return Promise.all(made);
}

describe("ConfirmationDesk, races", () => {
  it("makes one decision of fifty that approve and decline at once, with one record", async () => {
    const tenant = await openTenant();
    const people = await reviewers(tenant, 10);
    const confirmation = await propose(tenant);
    const calls = FIFTY.map((n) =>
      decide(people[n % 10] ?? tenant.reviewer, confirmation, n % 2 === 0 ? "approve" : "decline"),
    );
    const ends = await outcomes(calls, ({ status }) => status);
    const { status, decisions } = await tenant.agent.getConfirmation(confirmation);
    expect(decisions).toHaveLength(1);
    // Five answers at most: the one decision, and the same person's exact repeats of it.
    const { already_decided, ...decided } = counted(ends);
    expect(Object.keys(decided)).toEqual([status]);
    expect((decided[status] ?? 0) + (already_decided ?? 0)).toBe(50);
    expect(decided[status]).toBe(5);
    const types = counted(await trailTypes(tenant));
    expect(types).toEqual({ confirmation_proposed: 1, confirmation_decided: 1, confirmation_refused: 45 });
  });

  it("counts fifty approvals of one person once where two people are needed", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant, webhook());
    await Promise.all(FIFTY.map(() => decide(tenant.reviewer, confirmation)));
    const { status, decisions } = await tenant.agent.getConfirmation(confirmation);
    expect([status, decisions.length]).toEqual(["pending", 1]);
    expect(counted(await trailTypes(tenant)).confirmation_decided).toBe(1);
  });

  it("takes two people's approvals that come at once", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant, webhook());
    const ends = await Promise.all([tenant.reviewer, tenant.secondReviewer].map((one) => decide(one, confirmation)));
    expect(ends.map(({ status }) => status).toSorted()).toEqual(["approved", "pending"]);
    expect((await tenant.agent.getConfirmation(confirmation)).status).toBe("approved");
  });

  it("gives one of fifty executors the grant", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    await decide(tenant.reviewer, confirmation);
    const calls = FIFTY.map(() => tenant.executor.redeemGrant({ ...confirmation, body: {} }));
    const ends = await outcomes(calls, () => "redeemed");
    expect(counted(ends)).toEqual({ redeemed: 1, already_redeemed: 49 });
    expect(counted(await trailTypes(tenant)).grant_redeemed).toBe(1);
  });

  it("gives fifty requests of one name the same grant", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    await decide(tenant.reviewer, confirmation);
    const calls = FIFTY.map(() =>
      tenant.executor.redeemGrant({ ...confirmation, body: {} }, { idempotencyKey: "apply-1" }),
    );
    const receipts = (await Promise.all(calls)).map(({ receipt }) => receipt);
    expect(new Set(receipts.map((receipt) => receipt.split(".")[1])).size).toBe(1);
    expect(counted(await trailTypes(tenant)).grant_redeemed).toBe(1);
  });

  it("opens one confirmation for fifty equal proposals", async () => {
    const tenant = await openTenant();
    const opened = await Promise.all(FIFTY.map(() => propose(tenant)));
    expect(new Set(opened.map(({ confirmation_id }) => confirmation_id)).size).toBe(1);
    expect(await rows(tenant, "confirmations")).toHaveLength(1);
    expect(await trailTypes(tenant)).toEqual(["confirmation_proposed"]);
  });

  it("opens no more than fifty confirmations for sixty proposals of one proposer", async () => {
    const tenant = await openTenant();
    const calls = Array.from({ length: 60 }, (_, n) => propose(tenant, binding(n)));
    const ends = await outcomes(calls, ({ status }) => status);
    expect(counted(ends)).toEqual({ pending: 50, too_many_pending: 10 });
    expect(
      (await rows(tenant, "confirmations")).map(({ number }) => number).toSorted((a, b) => Number(a) - Number(b)),
    ).toEqual(FIFTY.map((n) => n + 1));
  });

  it("settles a grant once that is reported as applied and as failed at once", async () => {
    const tenant = await openTenant();
    await storePolicy(tenant);
    const confirmation = await proposeEgress(tenant);
    await decide(tenant.reviewer, confirmation);
    await tenant.executor.redeemGrant({ ...confirmation, body: {} });
    const calls = FIFTY.map((n) =>
      tenant.executor.reportApply({ ...confirmation, body: { outcome: n % 2 === 0 ? "applied" : "failed" } }),
    );
    const ends = counted(await outcomes(calls, ({ status }) => status));
    const { status, outcome } = await tenant.agent.getConfirmation(confirmation);
    expect(ends).toEqual({ [status]: 25, already_reported: 25 });
    expect(outcome?.base_moved).toBe(false);
    const { items } = await tenant.admin.listPolicyRevisions({ agent: AGENT });
    expect(items).toHaveLength(status === "applied" ? 2 : 1);
    expect(counted(await trailTypes(tenant)).apply_reported).toBe(1);
  });

  it("lets one of many rival changes of a policy through, and ends the others", async () => {
    const tenant = await openTenant();
    await storePolicy(tenant);
    const rivals = await Promise.all(
      Array.from({ length: 8 }, (_, n) => proposeEgress(tenant, `api-${n}.example.org`)),
    );
    await Promise.all(rivals.map((one) => decide(tenant.reviewer, one)));
    await Promise.all(rivals.map((one) => tenant.executor.redeemGrant({ ...one, body: {} })));
    const calls = rivals.map((one) => tenant.executor.reportApply({ ...one, body: { outcome: "applied" } }));
    expect(counted(await outcomes(calls, ({ status }) => status))).toEqual({ applied: 1, apply_failed: 7 });
    expect((await tenant.admin.listPolicyRevisions({ agent: AGENT })).items).toHaveLength(2);
  });

  it("ends a confirmation once where time, a policy, a decision and its proposer meet", async () => {
    const tenant = await openTenant();
    await storePolicy(tenant);
    const confirmation = await proposeEgress(tenant);
    await Promise.allSettled([
      decide(tenant.reviewer, confirmation),
      tenant.agent.cancelConfirmation({ ...confirmation, body: {} }),
      tenant.admin.putPolicy({ agent: AGENT, body: 'version: "1"\nagent:\n  name: weather-agent\n' }),
      tenant.executor.redeemGrant({ ...confirmation, body: {} }),
    ]);
    const { status } = await tenant.agent.getConfirmation(confirmation);
    expect(["cancelled", "superseded", "applying"]).toContain(status);
    const last = (await trail(tenant)).filter(({ event_type }) => event_type !== "confirmation_refused").at(-1);
    expect(last?.payload.status).toBe(status);
  });
});
