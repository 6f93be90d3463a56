import { describe, expect, it } from "vitest";
import { binding, decide, propose, proposeEgress, trail, trailTypes } from "../../test/confirmations.ts";
import { openTenant, send } from "../../test/harness.ts";
import { storePolicy } from "../../test/policies.ts";

describe("getConfirmation", () => {
  it("records that somebody who may decide has looked, and nobody else's look", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    for (const reader of [tenant.agent, tenant.executor, tenant.admin, tenant.runtime]) {
      expect(await reader.getConfirmation(confirmation)).toEqual(confirmation);
    }
    expect(await trailTypes(tenant)).toEqual(["confirmation_proposed"]);
    for (const reviewer of [tenant.reviewer, tenant.reviewer, tenant.secondReviewer]) {
      expect(await reviewer.getConfirmation(confirmation)).toEqual(confirmation);
    }
    const views = (await trail(tenant)).filter(({ event_type }) => event_type === "confirmation_viewed");
    expect(views.map(({ actor }) => actor)).toEqual(["reviewer-1", "reviewer-1", "reviewer-2"]);
    expect(views[0]?.payload.candidate_digest).toBe(confirmation.candidate_digest);
  });

  it("names each state with a tag of its own, the same for everybody", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    const tag = async (key: string) => {
      const path = `/v1/confirmations/${confirmation.confirmation_id}`;
      return (await send(path, { headers: { authorization: `Bearer ${key}` } })).headers.get("etag");
    };
    const pending = await tag(tenant.keys.agent);
    expect(pending).toMatch(/^"[^"]+"$/);
    expect(await tag(tenant.keys.reviewer)).toBe(pending);
    await decide(tenant.reviewer, confirmation);
    expect(await tag(tenant.keys.agent)).not.toBe(pending);
  });

  it("shows a proposal as superseded as soon as the policy is another one", async () => {
    const tenant = await openTenant();
    await storePolicy(tenant);
    const [policy, other] = [await proposeEgress(tenant), await propose(tenant, binding())];
    await storePolicy(tenant, 'version: "1"\nagent:\n  name: weather-agent\n');
    const shown = await tenant.agent.getConfirmation(policy);
    expect([shown.status, shown.superseded_by === undefined]).toEqual(["superseded", false]);
    expect((await tenant.agent.getConfirmation(other)).status).toBe("pending");
  });

  it.each([["61"], ["-1"], ["1.5"], ["x"], [""]])("refuses to wait for %j seconds", async (wait) => {
    const tenant = await openTenant();
    const { confirmation_id: id } = await propose(tenant);
    const headers = { authorization: `Bearer ${tenant.keys.agent}` };
    expect((await send(`/v1/confirmations/${id}?wait=${wait}`, { headers })).status).toBe(422);
  });

  it("knows no confirmation of another tenant, nor one of any form of id that is not there", async () => {
    const [tenant, other] = [await openTenant(), await openTenant()];
    const foreign = await propose(other);
    for (const confirmation_id of [foreign.confirmation_id, `confirm_${"0".repeat(32)}`, "confirm_1", "anything"]) {
      const asked = tenant.agent.getConfirmation({ confirmation_id });
      await expect(asked).rejects.toMatchObject({ code: "confirmation_not_found" });
    }
  });
});
