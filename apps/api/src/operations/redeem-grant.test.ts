import { describe, expect, it } from "vitest";
import { issue } from "../../test/attackers.ts";
import { decide, propose, proposeEgress, trail, trailTypes, webhook } from "../../test/confirmations.ts";
import { clientFor, openTenant } from "../../test/harness.ts";
import { storePolicy } from "../../test/policies.ts";

describe("redeemGrant", () => {
  it("gives the approved bytes and nothing else, once", async () => {
    const tenant = await openTenant();
    await storePolicy(tenant);
    const confirmation = await proposeEgress(tenant);
    await decide(tenant.reviewer, confirmation);
    const { candidate, policy_yaml } = await tenant.executor.redeemGrant({ ...confirmation, body: {} });
    expect(candidate).toEqual(confirmation.candidate);
    expect(candidate.patch).toMatchObject({ policy_yaml });
    expect(policy_yaml).toContain("api.weather.gov");
    const again = tenant.executor.redeemGrant({ ...confirmation, body: {} });
    await expect(again).rejects.toMatchObject({ code: "already_redeemed" });
    const shown = await tenant.agent.getConfirmation(confirmation);
    expect([shown.status, shown.executor]).toEqual(["applying", "executor"]);
    expect((await trail(tenant)).find(({ event_type }) => event_type === "grant_redeemed")).toMatchObject({
      actor: "executor",
      payload: { deciders: ["reviewer-1"], candidate_digest: confirmation.candidate_digest },
    });
  });

  it("has no document for what is no policy", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    await decide(tenant.reviewer, confirmation);
    expect(await tenant.executor.redeemGrant({ ...confirmation, body: {} })).not.toHaveProperty("policy_yaml");
  });

  it("gives its answer again to the executor that names its request, and to nobody else", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    await decide(tenant.reviewer, confirmation);
    const other = clientFor(
      await issue(tenant.admin, { principal_id: "executor-2", principal_kind: "service", scopes: ["grants:apply"] }),
    );
    const named = { idempotencyKey: "apply-1" };
    const request = { ...confirmation, body: {} };
    const grant = await tenant.executor.redeemGrant(request, named);
    expect(await tenant.executor.redeemGrant(request, named)).toEqual(grant);
    const refused = { code: "already_redeemed" };
    await expect(other.redeemGrant(request, named)).rejects.toMatchObject(refused);
    await expect(tenant.executor.redeemGrant(request)).rejects.toMatchObject(refused);
    await expect(tenant.executor.redeemGrant(request, { idempotencyKey: "apply-2" })).rejects.toMatchObject(refused);
    await tenant.executor.reportApply({ ...confirmation, body: { outcome: "applied" } });
    expect(await tenant.executor.redeemGrant(request, named)).toEqual(grant);
    expect((await trailTypes(tenant)).filter((type) => type === "grant_redeemed")).toHaveLength(1);
  });

  it("burns nothing when it is refused", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant, webhook());
    const request = { ...confirmation, body: {} };
    await decide(tenant.reviewer, confirmation);
    await expect(tenant.executor.redeemGrant(request)).rejects.toMatchObject({ code: "not_approved" });
    await decide(tenant.secondReviewer, confirmation);
    await expect(tenant.agent.redeemGrant(request)).rejects.toMatchObject({ code: "insufficient_scope" });
    const malformed = tenant.executor.redeemGrant(request, { idempotencyKey: "no space" });
    await expect(malformed).rejects.toMatchObject({ code: "invalid_request" });
    expect((await tenant.executor.redeemGrant(request)).candidate).toEqual(confirmation.candidate);
  });

  it("is for another than who proposed, and also for whom the proposer let in", async () => {
    const tenant = await openTenant();
    const scopes: ["policy:propose", "grants:apply", "tenant:admin"] = [
      "policy:propose",
      "grants:apply",
      "tenant:admin",
    ];
    const both = clientFor(
      await issue(tenant.admin, { principal_id: "both", principal_kind: "service", scopes: [...scopes] }),
    );
    const made = clientFor(
      await issue(both, { principal_id: "made", principal_kind: "service", scopes: ["grants:apply"] }),
    );
    const confirmation = await both.proposeChange({
      body: { change_type: "credential_binding", rationale: "It is needed.", patch: { credential: "c" } },
    });
    await decide(tenant.reviewer, confirmation);
    const own = both.redeemGrant({ ...confirmation, body: {} });
    await expect(own).rejects.toMatchObject({ code: "executor_is_proposer" });
    expect((await made.redeemGrant({ ...confirmation, body: {} })).candidate).toEqual(confirmation.candidate);
  });
});
