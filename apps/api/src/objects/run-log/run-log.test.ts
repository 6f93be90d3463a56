import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { genesisHead, nextHead, toHex } from "@operator/audit";
import { foldEvents } from "@operator/diagnosis";
import { describe, expect, it } from "vitest";
import { event, openTenant, postEvents, type TestTenant } from "../../../test/harness.ts";
import { sha256 } from "../../adapters/sha256.ts";

const RUN = "run_object";
const logOf = (tenant: TestTenant, runId = RUN) => env.RUN_LOG.getByName(`${tenant.id}/${runId}`);

function post(tenant: TestTenant, ...types: string[]) {
  const events = types.map((event_type, place) => event(RUN, { event_type, event_id: `${types.join("-")}-${place}` }));
  return tenant.runtime.ingestEvents({ run_id: RUN, body: { events: events as never } });
}

/** Every row of a table. */
function rows(tenant: TestTenant, table: string, runId = RUN) {
  return runInDurableObject(logOf(tenant, runId), (_, state) =>
    state.storage.sql.exec(`SELECT * FROM ${table}`).toArray(),
  );
}

const bytesOf = (value: unknown) => new Uint8Array(value as ArrayBuffer);

describe("RunLog, storage", () => {
  it("chains every segment to the one before, from a head of the run's own", async () => {
    const tenant = await openTenant();
    await post(tenant, "a", "b");
    await post(tenant, "c");
    let head = genesisHead(tenant.id, RUN, sha256);
    for (const row of await rows(tenant, "segments")) {
      const digest = sha256(bytesOf(row.body));
      expect(toHex(bytesOf(row.digest))).toBe(toHex(digest));
      head = nextHead(head, { digest, firstSeq: Number(row.first_seq), count: Number(row.count) }, sha256);
      expect(toHex(bytesOf(row.head))).toBe(toHex(head));
    }
    const [run] = await rows(tenant, "run");
    expect(run).toMatchObject({ next_seq: 4, run_id: RUN, tenant: tenant.id });
    expect(toHex(bytesOf(run?.head))).toBe(toHex(head));
  });

  it("stores records in canonical form, without the source's hashes", async () => {
    const tenant = await openTenant();
    await tenant.runtime.ingestEvents({ run_id: RUN, body: { events: [event(RUN, {}, { z: 1, a: "<x>" })] as never } });
    const [segment] = await rows(tenant, "segments");
    expect(new TextDecoder().decode(bytesOf(segment?.body))).toBe(
      '{"timestamp":"2026-07-02T09:00:00.000Z","event_type":"progress","deployment_mode":"local","actor":"daemon",' +
        `"payload":{"a":"\\u003cx\\u003e","run_id":"${RUN}","z":1}}\n`,
    );
  });

  it("makes no tables for a run that was only asked for", async () => {
    const tenant = await openTenant();
    await expect(tenant.runtime.summarizeRun({ run_id: RUN })).rejects.toMatchObject({ code: "run_not_found" });
    await expect(tenant.runtime.getRunTimeline({ run_id: RUN })).rejects.toMatchObject({ code: "run_not_found" });
    expect(await rows(tenant, "sqlite_master")).toEqual([]);
  });

  it("stores nothing of a refused batch", async () => {
    const tenant = await openTenant();
    const bad = JSON.stringify({ events: [event(RUN), event("another")] });
    expect((await postEvents(tenant.keys.runtime, RUN, bad)).status).toBe(422);
    expect(await rows(tenant, "sqlite_master")).toEqual([]);
  });

  it("keeps the head, the fold and the segments as they were when a chain is refused", async () => {
    const tenant = await openTenant();
    await post(tenant, "a");
    const before = [await rows(tenant, "run"), await rows(tenant, "segments")];
    const forged = event(RUN, { seq: 2, prev_hash: "0a".repeat(32), record_hash: "0b".repeat(32) });
    expect((await postEvents(tenant.keys.runtime, RUN, JSON.stringify({ events: [forged] }))).status).toBe(422);
    expect([await rows(tenant, "run"), await rows(tenant, "segments")]).toEqual(before);
  });
});

describe("RunLog, a batch that runs into a bug", () => {
  it("takes no other batch of its commit along", async () => {
    const tenant = await openTenant();
    const request = (runId: string, ids: string) => ({
      tenant: tenant.id,
      runId,
      blocks: [{ bytes: new TextEncoder().encode(`${line}\n`), digest: sha256(line), count: 1, minAt: 0, maxAt: 0 }],
      fold: JSON.stringify(foldEvents([{ seq: 1, at: 0, ...JSON.parse(line) }])),
      eventIds: ids,
    });
    const line = JSON.stringify(event(RUN));
    const outcomes = await runInDurableObject(logOf(tenant), (log) =>
      Promise.allSettled([
        log.append(request(RUN, '[[0,"a"]]')),
        log.append(request(RUN, "no JSON at all")),
        log.append(request(RUN, '[[0,"b"]]')),
      ]),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect((await tenant.runtime.getRunTimeline({ run_id: RUN })).events).toHaveLength(2);
  });
});

describe("RunLog, eviction", () => {
  it("goes on where it was, with every duplicate known", async () => {
    const tenant = await openTenant();
    await post(tenant, "run_start", "invoke");
    await evictDurableObject(logOf(tenant));
    expect((await post(tenant, "run_start", "invoke")).duplicates).toHaveLength(2);
    await evictDurableObject(logOf(tenant));
    expect((await post(tenant, "run_complete")).accepted).toEqual([{ index: 0, audit_seq: 3 }]);
    await evictDurableObject(logOf(tenant));
    expect(await tenant.runtime.summarizeRun({ run_id: RUN })).toMatchObject({ status: "completed", invocations: 1 });
  });
});

describe("RunLog, alarm", () => {
  it("brings the figures of a run that goes on into the index, once", async () => {
    const tenant = await openTenant();
    await post(tenant, "run_start");
    await post(tenant, "invoke");
    const listed = async () => (await tenant.runtime.listRuns()).items[0]?.events;
    expect(await listed()).toBe(1);
    expect(await runDurableObjectAlarm(logOf(tenant))).toBe(true);
    expect(await listed()).toBe(2);
    expect(await runDurableObjectAlarm(logOf(tenant))).toBe(false);
    await runInDurableObject(logOf(tenant), (log) => log.alarm());
    expect(await listed()).toBe(2);
  });

  it("is set again after an eviction, so that nothing is left out of the index", async () => {
    const tenant = await openTenant();
    await post(tenant, "run_start");
    await runDurableObjectAlarm(logOf(tenant));
    await evictDurableObject(logOf(tenant));
    await post(tenant, "invoke");
    await evictDurableObject(logOf(tenant));
    expect(await runDurableObjectAlarm(logOf(tenant))).toBe(true);
    expect((await tenant.runtime.listRuns()).items[0]?.events).toBe(2);
  });
});

describe("RunLog, races", () => {
  it("gives fifty batches that arrive at once a place each, and one chain", async () => {
    const tenant = await openTenant();
    const results = await Promise.all(Array.from({ length: 50 }, (_, n) => post(tenant, `a${n}`, `b${n}`)));
    const seqs = results.flatMap(({ accepted }) => accepted.map(({ audit_seq }) => audit_seq)).sort((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
    const [run] = await rows(tenant, "run");
    expect(run?.next_seq).toBe(101);
  });

  it("stores a batch once that fifty senders send at once", async () => {
    const tenant = await openTenant();
    const results = await Promise.all(Array.from({ length: 50 }, () => post(tenant, "a", "b")));
    expect(results.flatMap(({ accepted }) => accepted)).toHaveLength(2);
    expect(results.flatMap(({ duplicates }) => duplicates)).toHaveLength(98);
    expect((await tenant.runtime.getRunTimeline({ run_id: RUN })).events).toHaveLength(2);
  });
});
