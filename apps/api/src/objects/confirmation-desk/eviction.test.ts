import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { decide, deskOf, propose, proposeEgress, rows, trail } from "../../../test/confirmations.ts";
import { openTenant, send, type TestTenant } from "../../../test/harness.ts";
import { denied, storePolicy, tellRun } from "../../../test/policies.ts";

/** Ends the objects that run; one that does not run needs no end. */
async function evict(objects: readonly DurableObjectStub[]): Promise<void> {
  for (const one of objects) {
    await evictDurableObject(one).catch((error: Error) => {
      if (!error.message.includes("not currently running")) throw error;
    });
  }
}

/** The whole protocol, with something happening between any two of its steps; what each step answered. */
async function wholeProtocol(tenant: TestTenant, between: () => Promise<unknown>) {
  const answers: unknown[] = [];
  const next = async (answer: unknown) => {
    answers.push(answer);
    await between();
  };
  await storePolicy(tenant);
  await tellRun(tenant, "run_1", [denied("api.weather.gov:443"), { type: "run_failed", actor: "daemon" }]);
  const { confirmation } = await tenant.agent.recommendPolicyPatch({
    body: { agent: "weather-agent", run_id: "run_1" },
  });
  const id = { confirmation_id: confirmation.confirmation_id ?? "" };
  await next((await tenant.agent.nextAction({ run_id: "run_1" })).next_action);
  const seen = await tenant.reviewer.getConfirmation(id);
  await next(seen.status);
  await next((await decide(tenant.reviewer, seen)).status);
  await next((await tenant.agent.nextAction({ run_id: "run_1" })).rationale);
  await next((await tenant.executor.redeemGrant({ ...id, body: {} })).policy_yaml);
  await next((await tenant.agent.nextAction({ run_id: "run_1" })).rationale);
  await next((await tenant.executor.reportApply({ ...id, body: { outcome: "applied" } })).status);
  await next((await tenant.agent.nextAction({ run_id: "run_1" })).next_action);
  await next((await tenant.admin.listPolicyRevisions({ agent: "weather-agent" })).items.length);
  return { answers, records: (await trail(tenant)).map(({ event_type, actor }) => `${event_type} by ${actor}`) };
}

describe("ConfirmationDesk, eviction", () => {
  it("between any two steps changes nothing of what comes of them", async () => {
    const [evicted, undisturbed] = [await openTenant(), await openTenant()];
    const objects = [
      deskOf(evicted),
      env.AUDIT_LOG.getByName(evicted.id),
      env.TENANT_DIRECTORY.getByName(evicted.id),
      env.RUN_LOG.getByName(`${evicted.id}/run_1`),
    ];
    const expected = await wholeProtocol(undisturbed, async () => {});
    expect(await wholeProtocol(evicted, () => evict(objects))).toEqual(expected);
    expect(expected.answers.at(-1)).toBe(2);
    expect(expected.records).toEqual([
      "confirmation_proposed by agent",
      "confirmation_viewed by reviewer-1",
      "confirmation_decided by reviewer-1",
      "grant_redeemed by executor",
      "apply_reported by executor",
    ]);
  });
});

/** Reads a confirmation as somebody does who may have seen it before. */
async function read(tenant: TestTenant, id: string, query = "", tag?: string) {
  const headers = {
    authorization: `Bearer ${tenant.keys.agent}`,
    ...(tag === undefined ? {} : { "if-none-match": tag }),
  };
  const response = await send(`/v1/confirmations/${id}${query}`, { headers });
  const body: { status: string } = await response.json();
  return { status: body.status, tag: response.headers.get("etag") ?? "" };
}

describe("ConfirmationDesk, waiting", () => {
  it("answers a hundred that wait when the state changes", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    const { confirmation_id: id } = confirmation;
    const waiting = Array.from({ length: 100 }, () => read(tenant, id, "?wait=30"));
    await scheduler.wait(50);
    await decide(tenant.reviewer, confirmation);
    const before = Date.now();
    expect(new Set((await Promise.all(waiting)).map(({ status }) => status))).toEqual(new Set(["approved"]));
    expect(Date.now() - before).toBeLessThan(10_000);
    const left = await runInDurableObject(deskOf(tenant), (desk) => Reflect.get(desk, "waiters").count);
    expect(left).toBe(0);
  });

  it("answers at once what has changed since it was seen, so that no change is missed", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    const { tag } = await read(tenant, confirmation.confirmation_id);
    await decide(tenant.reviewer, confirmation);
    await evictDurableObject(deskOf(tenant));
    expect((await read(tenant, confirmation.confirmation_id, "?wait=30", tag)).status).toBe("approved");
    expect((await read(tenant, confirmation.confirmation_id, "?wait=30", `W/${tag}`)).status).toBe("approved");
  });

  it("misses none of a row of changes, whatever happens in between", async () => {
    const tenant = await openTenant();
    await storePolicy(tenant);
    const confirmation = await proposeEgress(tenant);
    const { confirmation_id: id } = confirmation;
    const seen: string[] = [];
    const watcher = (async () => {
      for (let { status, tag } = await read(tenant, id); ; ) {
        if (seen.at(-1) !== status) seen.push(status);
        if (["applied", "expired"].includes(status)) return;
        ({ status, tag } = await read(tenant, id, "?wait=30", tag));
      }
    })();
    const until = async (status: string) => {
      while (seen.at(-1) !== status) await scheduler.wait(5);
    };
    await until("pending");
    await decide(tenant.reviewer, confirmation);
    await until("approved");
    await tenant.executor.redeemGrant({ ...confirmation, body: {} });
    await until("applying");
    await tenant.executor.reportApply({ ...confirmation, body: { outcome: "applied" } });
    await watcher;
    expect(seen).toEqual(["pending", "approved", "applying", "applied"]);
  });

  it("ends with its time, with the state as it still is", async () => {
    const tenant = await openTenant();
    const { confirmation_id: id } = await propose(tenant);
    const { tag } = await read(tenant, id);
    expect(await read(tenant, id, "?wait=0")).toEqual({ status: "pending", tag });
    const start = Date.now();
    expect(await read(tenant, id, "?wait=1", tag)).toEqual({ status: "pending", tag });
    expect(Date.now() - start).toBeGreaterThanOrEqual(900);
  });

  it("ends with the deadline of what is waited for", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    await runInDurableObject(deskOf(tenant), (_, { storage }) => {
      const soon = new Date(Date.now() + 300).toISOString();
      storage.sql.exec("UPDATE confirmations SET state = json_set(state, '$.candidate.expires_at', ?)", soon);
    });
    expect((await read(tenant, confirmation.confirmation_id, "?wait=30")).status).toBe("expired");
    expect((await rows(tenant, "confirmations"))[0]?.status).toBe("pending");
  });

  it("does not wait for what is over", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    await decide(tenant.reviewer, confirmation, "decline");
    const { tag } = await read(tenant, confirmation.confirmation_id);
    expect((await read(tenant, confirmation.confirmation_id, "?wait=60", tag)).status).toBe("declined");
  });

  it("misses nothing where the object was ended under those that wait and they ask again", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    const { confirmation_id: id } = confirmation;
    const { tag } = await read(tenant, id);
    const waiting = read(tenant, id, "?wait=20", tag);
    await scheduler.wait(50);
    await runInDurableObject(deskOf(tenant), (_, state) => state.abort("ended")).catch(() => undefined);
    expect((await waiting).status).toBe(500);
    await decide(tenant.reviewer, confirmation);
    expect((await read(tenant, id, "?wait=20", tag)).status).toBe("approved");
  });
});
