import { describe, expect, it } from "vitest";
import { binding, decide, propose } from "../../test/confirmations.ts";
import { openTenant } from "../../test/harness.ts";

describe("listConfirmations", () => {
  it("shows the tenant's confirmations, the latest first, without the bytes that are decided about", async () => {
    const tenant = await openTenant();
    const made = [];
    for (const n of [1, 2, 3]) made.push(await propose(tenant, binding(n)));
    const { items, next_cursor } = await tenant.agent.listConfirmations();
    expect(items.map(({ confirmation_id }) => confirmation_id)).toEqual(
      made.toReversed().map(({ confirmation_id }) => confirmation_id),
    );
    expect(next_cursor).toBeUndefined();
    expect(Object.keys(items[0] ?? {})).not.toContain("candidate");
  });

  it("filters by the status that each has now", async () => {
    const tenant = await openTenant();
    const [approved, declined, pending] = [1, 2, 3].map((n) => propose(tenant, binding(n)));
    await decide(tenant.reviewer, await (approved ?? propose(tenant)));
    await decide(tenant.reviewer, await (declined ?? propose(tenant)), "decline");
    const ids = async (status: "pending" | "approved" | "declined" | "applied") =>
      (await tenant.agent.listConfirmations({ status })).items.map(({ confirmation_id }) => confirmation_id);
    expect(await ids("approved")).toEqual([(await approved)?.confirmation_id]);
    expect(await ids("declined")).toEqual([(await declined)?.confirmation_id]);
    expect(await ids("pending")).toEqual([(await pending)?.confirmation_id]);
    expect(await ids("applied")).toEqual([]);
  });

  it("goes on page by page without a gap, while others are proposed", async () => {
    const tenant = await openTenant();
    for (let n = 0; n < 7; n++) await propose(tenant, binding(n));
    const seen: string[] = [];
    for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
      const page = await tenant.agent.listConfirmations({ limit: 3, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.items.map(({ credential_ids }) => credential_ids[0] ?? ""));
      cursor = page.next_cursor;
      await propose(tenant, binding(`later-${seen.length}`));
    }
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `credential-${n}`));
  });

  it("takes a cursor of this tenant, this list and this filter only", async () => {
    const [tenant, other] = [await openTenant(), await openTenant()];
    for (const n of [1, 2]) await propose(tenant, binding(n));
    const { next_cursor: cursor = "" } = await tenant.agent.listConfirmations({ limit: 1 });
    const refused = { code: "invalid_cursor" };
    await expect(other.agent.listConfirmations({ cursor })).rejects.toMatchObject(refused);
    await expect(tenant.agent.listConfirmations({ cursor, status: "pending" })).rejects.toMatchObject(refused);
    await expect(tenant.admin.listKeys({ cursor })).rejects.toMatchObject(refused);
    await expect(tenant.agent.listConfirmations({ cursor: `${cursor}x` })).rejects.toMatchObject(refused);
  });
});
