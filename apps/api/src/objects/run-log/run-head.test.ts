import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { toHex } from "@operator/audit";
import { RunHead } from "@operator/contract";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { event, openTenant, type TestTenant } from "../../../test/harness.ts";

const RUN = "run_headed";
const logOf = (tenant: TestTenant) => env.RUN_LOG.getByName(`${tenant.id}/${RUN}`);
const Entry = z.strictObject({ kind: z.literal("run_head"), body: RunHead });

function post(tenant: TestTenant, ...types: string[]) {
  const events = types.map((event_type) => event(RUN, { event_type, event_id: event_type }));
  return tenant.runtime.ingestEvents({ run_id: RUN, body: { events: events as never } });
}

/** The heads in the tenant's log. */
async function heads(tenant: TestTenant): Promise<RunHead[]> {
  const entries = await env.AUDIT_LOG.getByName(tenant.id).entries(0, 100);
  return entries.map(({ entry }) => Entry.parse(JSON.parse(new TextDecoder().decode(entry))).body);
}

/** Where the run's own log ends. */
function end(tenant: TestTenant) {
  return runInDurableObject(logOf(tenant), (_, state) => {
    const { head, next_seq } = state.storage.sql.exec("SELECT head, next_seq FROM run").one();
    return { head: toHex(new Uint8Array(head as ArrayBuffer)), next_seq };
  });
}

describe("the head of a run", () => {
  it("is in the tenant's log when the request that ended the run is answered", async () => {
    const tenant = await openTenant();
    await post(tenant, "run_start", "invoke", "run_complete");
    expect(await heads(tenant)).toMatchObject([{ run_id: RUN, events: 3, ...(await end(tenant)) }]);
  });

  it("of a run that goes on is entered by the alarm, once, and anew when the run grew", async () => {
    const tenant = await openTenant();
    await post(tenant, "run_start");
    expect(await heads(tenant)).toEqual([]);
    expect(await runDurableObjectAlarm(logOf(tenant))).toBe(true);
    expect(await heads(tenant)).toMatchObject([{ events: 1, ...(await end(tenant)) }]);
    await runInDurableObject(logOf(tenant), (log) => log.alarm());
    expect(await heads(tenant)).toHaveLength(1);
    await post(tenant, "invoke");
    await evictDurableObject(logOf(tenant));
    expect(await runDurableObjectAlarm(logOf(tenant))).toBe(true);
    expect(await heads(tenant)).toMatchObject([{ events: 1 }, { events: 2, ...(await end(tenant)) }]);
  });

  it("is entered once although the run does not know that it was", async () => {
    const tenant = await openTenant();
    await post(tenant, "run_start", "run_complete");
    const before = await heads(tenant);
    await runInDurableObject(logOf(tenant), (_, state) => {
      state.storage.sql.exec("UPDATE run SET logged_seq = 1").toArray();
    });
    await evictDurableObject(logOf(tenant));
    await runInDurableObject(logOf(tenant), (log) => log.alarm());
    expect(await heads(tenant)).toEqual(before);
  });

  it("is entered for events behind the end of a run too", async () => {
    const tenant = await openTenant();
    await post(tenant, "run_complete");
    await post(tenant, "worker_stopped");
    expect(await runDurableObjectAlarm(logOf(tenant))).toBe(true);
    expect(await heads(tenant)).toMatchObject([{ next_seq: 2 }, { next_seq: 3 }]);
  });

  it("of a run that was stored before there was a log of the tenant is entered with the next alarm", async () => {
    const tenant = await openTenant();
    await post(tenant, "run_start");
    await runDurableObjectAlarm(logOf(tenant));
    await runInDurableObject(logOf(tenant), (_, state) => {
      state.storage.sql.exec("ALTER TABLE run DROP COLUMN logged_seq").toArray();
      state.storage.sql.exec("DROP TABLE told_confirmations").toArray();
      state.storage.sql.exec("DROP TABLE attachments").toArray();
      state.storage.sql.exec("DROP TABLE record_hashes").toArray();
      state.storage.sql.exec("DELETE FROM schema_version WHERE version >= 2").toArray();
    });
    await evictDurableObject(logOf(tenant));
    await post(tenant, "invoke");
    expect(await runDurableObjectAlarm(logOf(tenant))).toBe(true);
    expect(await heads(tenant)).toMatchObject([{ next_seq: 2 }, { next_seq: 3 }]);
  });
});
