import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { clientFor, openTenant } from "../../test/harness.ts";

/** What is promised of a revoked key, everywhere but where it decides or administers. */
const PROMISE_MS = 30_000;

describe("authentication", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("forgets a key that was revoked elsewhere within the promised time", async () => {
    const tenant = await openTenant();
    const { key, key_id } = await tenant.admin.createKey({
      body: { principal_id: "reader", principal_kind: "service", scopes: ["runs:read"] },
    });
    await clientFor(key).listRuns();
    // Not through this isolate, which would forget the key at once.
    await env.TENANT_DIRECTORY.getByName(tenant.id).revokeKey(key_id);
    vi.useFakeTimers({ now: Date.now() + PROMISE_MS, toFake: ["Date"] });
    await expect(clientFor(key).listRuns()).rejects.toMatchObject({ code: "invalid_api_key" });
  });

  it("asks the directory every time where a key administers", async () => {
    const tenant = await openTenant();
    const { key, key_id } = await tenant.admin.createKey({
      body: { principal_id: "admin-2", principal_kind: "service", scopes: ["tenant:admin", "runs:read"] },
    });
    await clientFor(key).listKeys();
    await clientFor(key).listRuns();
    await env.TENANT_DIRECTORY.getByName(tenant.id).revokeKey(key_id);
    await expect(clientFor(key).listKeys()).rejects.toMatchObject({ code: "invalid_api_key" });
    // What that look-up found out holds for the other operations too.
    await expect(clientFor(key).listRuns()).rejects.toMatchObject({ code: "invalid_api_key" });
  });

  it("lets a key expire while it is remembered", async () => {
    const tenant = await openTenant();
    const { key } = await tenant.admin.createKey({
      body: {
        principal_id: "reader",
        principal_kind: "service",
        scopes: ["runs:read"],
        expires_at: new Date(Date.now() + 5_000).toISOString(),
      },
    });
    await clientFor(key).listRuns();
    vi.useFakeTimers({ now: Date.now() + 5_000, toFake: ["Date"] });
    await expect(clientFor(key).listRuns()).rejects.toMatchObject({ code: "invalid_api_key" });
  });
});
