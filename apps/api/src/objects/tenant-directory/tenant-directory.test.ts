import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { clientFor, openTenant, send } from "../../../test/harness.ts";
import type { RunEntry } from "./run-statements.ts";

const tables = (state: DurableObjectState) => state.storage.sql.exec("SELECT name FROM sqlite_master").toArray();

const entry = (events: number, status: "running" | "failed"): RunEntry => ({
  item: {
    run_id: "run_1",
    status,
    started_at: "2026-07-02T09:00:00Z",
    last_event_at: "2026-07-02T09:00:00Z",
    events,
  },
  startedAt: 0,
  lastEventAt: 0,
});

describe("TenantDirectory", () => {
  it("stores nothing for a tenant that was only asked for", async () => {
    const directory = env.TENANT_DIRECTORY.getByName("nobody-at-all");
    expect(await directory.authenticate("00")).toBeUndefined();
    expect(await directory.listKeys(0, 10)).toEqual([]);
    await directory.publishRun(entry(1, "running"));
    expect(await runInDurableObject(directory, (_, state) => tables(state))).toEqual([]);
  });

  it("keeps hashes of keys, and no key", async () => {
    const tenant = await openTenant();
    const rows = await runInDurableObject(env.TENANT_DIRECTORY.getByName(tenant.id), (_, state) =>
      state.storage.sql.exec("SELECT * FROM keys").toArray(),
    );
    expect(rows.length).toBeGreaterThan(3);
    for (const key of Object.values(tenant.keys)) expect(JSON.stringify(rows)).not.toContain(key);
    for (const { key_hash } of rows) expect(key_hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it("knows its keys and runs after an eviction", async () => {
    const tenant = await openTenant();
    const directory = env.TENANT_DIRECTORY.getByName(tenant.id);
    await directory.publishRun(entry(2, "failed"));
    await evictDurableObject(directory);
    expect((await tenant.runtime.listRuns()).items).toMatchObject([{ run_id: "run_1", status: "failed" }]);
  });

  it("never goes back to what an older message says of a run", async () => {
    const tenant = await openTenant();
    const directory = env.TENANT_DIRECTORY.getByName(tenant.id);
    await directory.publishRun(entry(5, "failed"));
    await directory.publishRun(entry(4, "running"));
    expect((await tenant.runtime.listRuns()).items).toMatchObject([{ status: "failed", events: 5 }]);
  });

  it("makes a principal once when many keys for it are made at once", async () => {
    const tenant = await openTenant();
    const body = { principal_id: "reader", principal_kind: "service" as const, scopes: ["runs:read" as const] };
    const issued = await Promise.all(Array.from({ length: 20 }, () => tenant.admin.createKey({ body })));
    expect(new Set(issued.map(({ key }) => key)).size).toBe(20);
    await expect(clientFor(issued[0]?.key ?? "").listRuns()).resolves.toEqual({ items: [] });
  });
});

describe("the service's own pages", () => {
  it.each(["/healthz", "/openapi.json", "/problems/run_not_found"])("answer %s without a key", async (path) => {
    const response = await send(path);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch(/^application\/json/);
  });

  it("do not repeat an unknown path or code", async () => {
    for (const path of ["/problems/canary", "/v1/canary", "/canary"]) {
      const response = await send(path);
      expect(response.status).toBe(404);
      expect(await response.text()).not.toContain("canary");
    }
  });
});
