import { describe, expect, it } from "vitest";
import { openTenant, type TestTenant } from "../../test/harness.ts";
import { AGENT, storePolicy, WEATHER } from "../../test/policies.ts";

async function storeThree(tenant: TestTenant, agent = AGENT): Promise<void> {
  for (const ports of ["[443]", "[8443]", "[9443]"]) await storePolicy(tenant, WEATHER.replace("[443]", ports), agent);
}

describe("listPolicyRevisions", () => {
  it("lists the latest first, without documents, and nothing for an agent without a policy", async () => {
    const tenant = await openTenant();
    await storeThree(tenant);
    const { items } = await tenant.runtime.listPolicyRevisions({ agent: AGENT });
    expect(items.map(({ revision }) => revision)).toEqual([3, 2, 1]);
    expect(JSON.stringify(items)).not.toContain("forecasts");
    expect(await tenant.runtime.listPolicyRevisions({ agent: "nobody" })).toEqual({ items: [] });
  });

  it("pages to the first revision, also while another is stored", async () => {
    const tenant = await openTenant();
    await storeThree(tenant);
    const first = await tenant.runtime.listPolicyRevisions({ agent: AGENT, limit: 2 });
    expect(first.items.map(({ revision }) => revision)).toEqual([3, 2]);
    await storePolicy(tenant, 'version: "1"\n');
    const second = await tenant.runtime.listPolicyRevisions({
      agent: AGENT,
      limit: 2,
      ...(first.next_cursor === undefined ? {} : { cursor: first.next_cursor }),
    });
    expect(second).toMatchObject({ items: [{ revision: 1 }] });
    expect(second.next_cursor).toBeUndefined();
  });

  it("refuses the cursor of another agent, of another tenant, and one that was changed", async () => {
    const [tenant, other] = [await openTenant(), await openTenant()];
    await storeThree(tenant);
    await storeThree(tenant, "other-agent");
    await storeThree(other);
    const { next_cursor: cursor = "" } = await tenant.runtime.listPolicyRevisions({ agent: AGENT, limit: 1 });
    const refused = { status: 400, code: "invalid_cursor" };
    await expect(tenant.runtime.listPolicyRevisions({ agent: "other-agent", cursor })).rejects.toMatchObject(refused);
    await expect(other.runtime.listPolicyRevisions({ agent: AGENT, cursor })).rejects.toMatchObject(refused);
    const changed = `${cursor.slice(0, -1)}${cursor.endsWith("A") ? "B" : "A"}`;
    await expect(tenant.runtime.listPolicyRevisions({ agent: AGENT, cursor: changed })).rejects.toMatchObject(refused);
  });

  it("shows a tenant its own revisions only", async () => {
    const [tenant, other] = [await openTenant(), await openTenant()];
    await storeThree(tenant);
    expect(await other.runtime.listPolicyRevisions({ agent: AGENT })).toEqual({ items: [] });
  });
});
