import { limits } from "@operator/contract";
import { describe, expect, it } from "vitest";
import { attempts, logged } from "../../test/confirmations.ts";
import { openTenant } from "../../test/harness.ts";

describe("putRetention", () => {
  it("is read back, and stands in the tenant's log with who said so", async () => {
    const tenant = await openTenant();
    const stored = await tenant.admin.putRetention({ body: { days: 30 } });
    expect(stored.days).toBe(30);
    expect(await tenant.admin.getRetention()).toEqual(stored);
    expect(await logged(tenant, "retention")).toMatchObject([
      { days: 30, previous_days: limits.DEFAULT_RETENTION_DAYS, principal_id: "admin", at: stored.updated_at },
    ]);
  });

  it("said again changes nothing", async () => {
    const tenant = await openTenant();
    const stored = await tenant.admin.putRetention({ body: { days: 30 } });
    expect(await tenant.admin.putRetention({ body: { days: 30 } })).toEqual(stored);
    expect(await logged(tenant, "retention")).toHaveLength(1);
  });

  it.each([0, -1, 1.5, limits.MAX_RETENTION_DAYS + 1])("refuses %s days", async (days) => {
    const { admin } = await openTenant();
    await expect(admin.putRetention({ body: { days } })).rejects.toMatchObject({ code: "invalid_request" });
    expect(await admin.getRetention()).toEqual({ days: limits.DEFAULT_RETENTION_DAYS });
  });

  it("is for who administers, and an attempt of others is recorded", async () => {
    const tenant = await openTenant();
    const attempt = tenant.agent.putRetention({ body: { days: 1 } });
    await expect(attempt).rejects.toMatchObject({ code: "insufficient_scope" });
    expect(await attempts(tenant)).toMatchObject([{ operation: "putRetention", refusal: "insufficient_scope" }]);
  });
});
