import { describe, expect, it } from "vitest";
import { decide, propose, trailTypes } from "../../test/confirmations.ts";
import { openTenant, send } from "../../test/harness.ts";

describe("cancelConfirmation", () => {
  it("takes one's own proposal back, once, with or without a body", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    const cancelled = await tenant.agent.cancelConfirmation({ ...confirmation, body: {} });
    expect(cancelled.status).toBe("cancelled");
    for (const length of [{}, { "content-length": "0" }]) {
      const again = await send(`/v1/confirmations/${confirmation.confirmation_id}/cancel`, {
        method: "POST",
        headers: { authorization: `Bearer ${tenant.keys.agent}`, ...length },
      });
      expect([again.status, await again.json()]).toEqual([200, cancelled]);
    }
    expect(await trailTypes(tenant)).toEqual(["confirmation_proposed", "confirmation_cancelled"]);
    await expect(decide(tenant.reviewer, confirmation)).rejects.toMatchObject({ code: "confirmation_cancelled" });
  });

  it("takes an approved one back until an executor has it", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    await decide(tenant.reviewer, confirmation);
    expect((await tenant.agent.cancelConfirmation({ ...confirmation, body: {} })).status).toBe("cancelled");
    const redemption = tenant.executor.redeemGrant({ ...confirmation, body: {} });
    await expect(redemption).rejects.toMatchObject({ code: "confirmation_cancelled" });
  });

  it("lets the same be proposed anew", async () => {
    const tenant = await openTenant();
    const first = await propose(tenant);
    await tenant.agent.cancelConfirmation({ ...first, body: {} });
    const second = await propose(tenant);
    expect(second.status).toBe("pending");
    expect(second.confirmation_id).not.toBe(first.confirmation_id);
  });
});
