import { limits } from "@operator/contract";
import { describe, expect, it } from "vitest";
import { openTenant } from "../../test/harness.ts";

describe("getRetention", () => {
  it("answers the default where nothing was said", async () => {
    const { admin } = await openTenant();
    expect(await admin.getRetention()).toEqual({ days: limits.DEFAULT_RETENTION_DAYS });
  });

  it("answers what the tenant said, not what another one did", async () => {
    const [tenant, other] = [await openTenant(), await openTenant()];
    await tenant.admin.putRetention({ body: { days: 7 } });
    expect((await tenant.admin.getRetention()).days).toBe(7);
    expect((await other.admin.getRetention()).days).toBe(limits.DEFAULT_RETENTION_DAYS);
  });
});
