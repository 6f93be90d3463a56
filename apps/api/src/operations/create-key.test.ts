import { describe, expect, it } from "vitest";
import { clientFor, DEPLOYMENT_KEY, openTenant } from "../../test/harness.ts";

const reader = { principal_id: "reader", principal_kind: "service", scopes: ["runs:read"] } as const;
const body = (change: object = {}) => ({ body: { ...reader, scopes: [...reader.scopes], ...change } });

describe("createKey", () => {
  it("shows a key once, and it works", async () => {
    const tenant = await openTenant();
    const issued = await tenant.admin.createKey(body());
    expect(issued.key).toMatch(new RegExp(`^op_test_${tenant.id}_[0-9A-Za-z]{38}$`));
    expect((await clientFor(issued.key).listRuns()).items).toEqual([]);
    const { items } = await tenant.admin.listKeys();
    expect(items.find(({ key_id }) => key_id === issued.key_id)).toMatchObject({
      principal_id: "reader",
      created_by: "admin",
    });
    expect(JSON.stringify(items)).not.toContain(issued.key);
  });

  it("keeps the kind of a principal", async () => {
    const tenant = await openTenant();
    await tenant.admin.createKey(body());
    await expect(tenant.admin.createKey(body({ principal_kind: "agent" }))).rejects.toMatchObject({
      code: "principal_kind_conflict",
    });
  });

  it.each([
    ["deciding, for a service", { scopes: ["confirmations:decide"] }],
    ["deciding and proposing", { principal_kind: "human", scopes: ["confirmations:decide", "policy:propose"] }],
    ["deciding and administering", { principal_kind: "human", scopes: ["confirmations:decide", "tenant:admin"] }],
    ["redeeming, for a person", { principal_kind: "human", scopes: ["grants:apply"] }],
    ["actors without events", { actors: ["daemon"] }],
    ["events without actors", { scopes: ["events:write"] }],
    ["an actor twice", { scopes: ["events:write"], actors: ["daemon", "daemon"] }],
    ["an agent that states facts", { principal_kind: "agent", scopes: ["events:write"], actors: ["daemon"] }],
    [
      "an agent that relays others",
      { principal_kind: "agent", scopes: ["events:write"], actors: ["agent"], relays_other_actors: true },
    ],
    ["an agent that administers", { principal_kind: "agent", scopes: ["tenant:admin"] }],
    ["an agent that writes policies", { principal_kind: "agent", scopes: ["policy:write"] }],
    ["an end in the past", { expires_at: "2020-01-01T00:00:00Z" }],
    ["an end that no answer could write", { expires_at: "9999-12-31T23:59:59-23:59" }],
    ["no scopes", { scopes: [] }],
    ["a scope twice", { scopes: ["runs:read", "runs:read"] }],
    ["the deployment's own scope", { scopes: ["deployment:admin"] }],
  ])("refuses %s", async (_, change) => {
    const tenant = await openTenant();
    await expect(tenant.admin.createKey(body(change) as never)).rejects.toMatchObject({ code: "invalid_request" });
  });
});

describe("revokeKey", () => {
  it("ends a key, and again changes nothing", async () => {
    const tenant = await openTenant();
    const { key, key_id } = await tenant.admin.createKey(body());
    await clientFor(key).listRuns();
    const revoked = await tenant.admin.revokeKey({ key_id });
    expect(revoked.revoked_at).toBeDefined();
    await expect(clientFor(key).listRuns()).rejects.toMatchObject({ code: "invalid_api_key" });
    expect(await tenant.admin.revokeKey({ key_id })).toEqual(revoked);
  });

  it("does not know the keys of another tenant", async () => {
    const [tenant, other] = [await openTenant(), await openTenant()];
    const { key, key_id } = await tenant.admin.createKey(body());
    await expect(other.admin.revokeKey({ key_id })).rejects.toMatchObject({ code: "key_not_found" });
    expect((await clientFor(key).listRuns()).items).toEqual([]);
  });

  it("takes an administrator's own key at once", async () => {
    const tenant = await openTenant();
    const admin = await tenant.admin.createKey(body({ principal_id: "admin-2", scopes: ["tenant:admin"] }));
    await clientFor(admin.key).listKeys();
    await tenant.admin.revokeKey({ key_id: admin.key_id });
    await expect(clientFor(admin.key).listKeys()).rejects.toMatchObject({ code: "invalid_api_key" });
  });
});

describe("createTenant and issueAdminKey", () => {
  it("open a tenant once, and give a key that administers it alone", async () => {
    const tenant = await openTenant();
    const deployment = clientFor(DEPLOYMENT_KEY);
    await expect(deployment.createTenant({ body: { tenant_id: tenant.id } })).rejects.toMatchObject({
      code: "tenant_exists",
    });
    await expect(deployment.issueAdminKey({ tenant_id: "nobody" })).rejects.toMatchObject({ code: "tenant_not_found" });
    await expect(deployment.createTenant({ body: { tenant_id: "deployment" } })).rejects.toMatchObject({
      code: "invalid_request",
    });
    await expect(deployment.listRuns()).rejects.toMatchObject({ code: "insufficient_scope" });
    const { key, expires_at } = await deployment.issueAdminKey({ tenant_id: tenant.id });
    expect(expires_at).toBeDefined();
    await expect(clientFor(key).listRuns()).rejects.toMatchObject({ code: "insufficient_scope" });
  });
});
