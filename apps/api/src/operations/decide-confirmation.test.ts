import { describe, expect, it } from "vitest";
import { issue } from "../../test/attackers.ts";
import { attempts, binding, decide, propose, trail, webhook } from "../../test/confirmations.ts";
import { clientFor, openTenant } from "../../test/harness.ts";

const GROUPS = [
  { group: "security", members: ["reviewer-1", "reviewer-2"] },
  { group: "platform", members: ["reviewer-2"] },
];

describe("decideConfirmation", () => {
  it("approves what one person may approve, and says who did", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    const approved = await decide(tenant.reviewer, confirmation, "approve", "Looks right.");
    const { decisions } = approved;
    expect(approved.status).toBe("approved");
    expect(decisions).toMatchObject([{ decider: "reviewer-1", decision: "approve", reason: "Looks right." }]);
    expect(decisions[0]?.candidate_digest).toBe(confirmation.candidate_digest);
    expect(await tenant.agent.getConfirmation(confirmation)).toEqual(approved);
  });

  it("takes two people for what is of high risk, and one person once", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant, webhook());
    for (const _ of [1, 2]) expect((await decide(tenant.reviewer, confirmation)).status).toBe("pending");
    const changedMind = decide(tenant.reviewer, confirmation, "decline");
    await expect(changedMind).rejects.toMatchObject({ code: "already_decided" });
    expect((await decide(tenant.secondReviewer, confirmation)).status).toBe("approved");
  });

  it("counts two keys of one person once", async () => {
    const tenant = await openTenant();
    const scopes: ["confirmations:decide"] = ["confirmations:decide"];
    const again = clientFor(
      await issue(tenant.admin, { principal_id: "reviewer-1", principal_kind: "human", scopes: [...scopes] }),
    );
    const confirmation = await propose(tenant, webhook());
    await decide(tenant.reviewer, confirmation);
    expect(await decide(again, confirmation)).toMatchObject({ status: "pending", decisions: [{}] });
  });

  it("ends with one decline, also after an approval", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant, webhook());
    await decide(tenant.reviewer, confirmation);
    const declined = await decide(tenant.secondReviewer, confirmation, "decline");
    expect([declined.status, declined.decisions.length]).toEqual(["declined", 2]);
    expect(declined.closed_at).toBe(declined.decisions[1]?.decided_at);
  });

  it("keeps a reason without secrets, and its digest in the log", async () => {
    const tenant = await openTenant();
    const secret = ["ghp", "16C7e42F292c6912E7710c838347Ae178B4a"].join("_");
    const declined = await decide(tenant.reviewer, await propose(tenant), "decline", `Not with ${secret}!`);
    expect(declined.decisions[0]?.reason).toContain("Not with");
    expect(JSON.stringify([declined, await trail(tenant)])).not.toContain(secret);
    expect((await trail(tenant)).at(-1)?.payload.reason_digest).toMatch(/^sha256:/);
  });

  it("follows the tenant's rules: groups that each are stood for by a person of its own", async () => {
    const tenant = await openTenant();
    const rules = [{ change_type: "credential_binding" as const, approvals: 2, groups: ["security", "platform"] }];
    await tenant.admin.putReviewRules({ body: { groups: GROUPS, rules } });
    const outsider = clientFor(
      await issue(tenant.admin, {
        principal_id: "reviewer-3",
        principal_kind: "human",
        scopes: ["confirmations:decide"],
      }),
    );
    const confirmation = await propose(tenant);
    await expect(decide(outsider, confirmation)).rejects.toMatchObject({ code: "decider_not_eligible" });
    expect((await decide(tenant.secondReviewer, confirmation)).status).toBe("pending");
    expect((await decide(tenant.reviewer, confirmation)).status).toBe("approved");
  });

  it("goes by the rules that held when the change was proposed", async () => {
    const tenant = await openTenant();
    const before = await propose(tenant, binding(1));
    const rules = [{ approvals: 2, groups: [] }];
    await tenant.admin.putReviewRules({ body: { groups: [], rules } });
    const after = await propose(tenant, binding(2));
    expect((await decide(tenant.reviewer, before)).status).toBe("approved");
    expect((await decide(tenant.reviewer, after)).status).toBe("pending");
  });

  it("records who tried and may not, whatever they sent", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    await expect(decide(tenant.agent, confirmation)).rejects.toMatchObject({ code: "insufficient_scope" });
    const nowhere = decide(tenant.reviewer, { ...confirmation, confirmation_id: "confirm_x" });
    await expect(nowhere).rejects.toMatchObject({ code: "confirmation_not_found" });
    const malformed = decide(tenant.reviewer, { ...confirmation, candidate_digest: "latest" });
    await expect(malformed).rejects.toMatchObject({ code: "invalid_request" });
    expect((await attempts(tenant)).map(({ principal_id, refusal }) => [principal_id, refusal])).toEqual([
      ["agent", "insufficient_scope"],
      ["reviewer-1", "confirmation_not_found"],
      ["reviewer-1", "invalid_request"],
    ]);
  });
});
