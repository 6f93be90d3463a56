import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { Confirmation } from "@operator/contract";
import { describe, expect, it } from "vitest";
import { digest, documentDigest } from "../src/adapters/digest.ts";
import { issue } from "./attackers.ts";
import { binding, decide, propose, proposeEgress, tamper, trailTypes, webhook } from "./confirmations.ts";
import { clientFor, openTenant, problemOf, send, type TestTenant } from "./harness.ts";
import { AGENT, storePolicy } from "./policies.ts";

/** Changes one place of what is stored of a confirmation. */
function rewrite(tenant: TestTenant, { confirmation_id }: Confirmation, path: string, value: string) {
  return tamper(
    tenant,
    `UPDATE confirmations SET state = json_set(state, '${path}', ?) WHERE confirmation_id = ?`,
    value,
    confirmation_id,
  );
}

const OTHER = `sha256:${"0".repeat(64)}`;

/** One thing changed, and what it was to be changed to. */
const CHANGES: [string, string, string][] = [
  ["the document", "$.candidate.patch.policy_yaml", 'version: "1"\nagent:\n  name: weather-agent\n'],
  ["the diff", "$.candidate.patch.diff", "--- a\n"],
  ["the target", "$.candidate.affected_destinations[0]", "evil.example:443"],
  ["the tenant", "$.candidate.tenant", "another-tenant"],
  ["the base", "$.candidate.candidate_policy_digest", OTHER],
  ["the proposer", "$.candidate.proposer", "somebody-else"],
  ["the expiry", "$.candidate.expires_at", "2999-01-01T00:00:00.000Z"],
  ["the digest", "$.candidate_digest", OTHER],
];

describe("A candidate that somebody changes where it is kept", () => {
  async function reviewed(): Promise<{ tenant: TestTenant; confirmation: Confirmation }> {
    const tenant = await openTenant();
    await storePolicy(tenant);
    return { tenant, confirmation: await proposeEgress(tenant) };
  }

  it.each(CHANGES)("in %s after its review is approved by nobody", async (_, path, value) => {
    const { tenant, confirmation } = await reviewed();
    await rewrite(tenant, confirmation, path, value);
    await expect(decide(tenant.reviewer, confirmation)).rejects.toMatchObject({ code: "candidate_changed" });
    const stored = await tenant.agent.getConfirmation(confirmation);
    expect([stored.status, stored.decisions]).toEqual(["pending", []]);
  });

  it.each(CHANGES)("in %s after its approval is given to nobody", async (_, path, value) => {
    const { tenant, confirmation } = await reviewed();
    await decide(tenant.reviewer, confirmation);
    await rewrite(tenant, confirmation, path, value);
    const redemption = tenant.executor.redeemGrant({ ...confirmation, body: {} });
    await expect(redemption).rejects.toMatchObject({ code: "candidate_changed" });
    expect((await tenant.agent.getConfirmation(confirmation)).status).toBe("approved");
    expect(await trailTypes(tenant)).not.toContain("grant_redeemed");
  });

  it.each(CHANGES)("in %s after its redemption becomes no policy", async (_, path, value) => {
    const { tenant, confirmation } = await reviewed();
    await decide(tenant.reviewer, confirmation);
    await tenant.executor.redeemGrant({ ...confirmation, body: {} });
    await rewrite(tenant, confirmation, path, value);
    const report = (outcome: "applied" | "failed") =>
      tenant.executor.reportApply({ ...confirmation, body: { outcome } });
    await expect(report("applied")).rejects.toMatchObject({ code: "candidate_changed" });
    expect((await tenant.admin.listPolicyRevisions({ agent: AGENT })).items).toHaveLength(1);
    expect((await report("failed")).status).toBe("apply_failed");
  });

  it("with its digest is still not what people voted for", async () => {
    const { tenant, confirmation } = await reviewed();
    await decide(tenant.reviewer, confirmation);
    const candidate = { ...confirmation.candidate, affected_destinations: ["evil.example:443"] };
    // Whoever also forges the votes is found out by the log, which says what was decided.
    const forged = digest(JSON.parse(JSON.stringify(candidate)));
    await rewrite(tenant, confirmation, "$.candidate.affected_destinations[0]", "evil.example:443");
    await rewrite(tenant, confirmation, "$.candidate_digest", forged);
    const redemption = tenant.executor.redeemGrant({ ...confirmation, body: {} });
    await expect(redemption).rejects.toMatchObject({ code: "candidate_changed" });
  });
});

describe("A request that only looks like a decision", () => {
  const asked = async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    const { confirmation_id: id, candidate_digest } = confirmation;
    const body = { decision: "approve", candidate_digest };
    const request = (path: string, method: string, text?: string, headers: Record<string, string> = {}) =>
      send(`/v1/confirmations${path}`, {
        method,
        headers: { authorization: `Bearer ${tenant.keys.reviewer}`, "content-type": "application/json", ...headers },
        ...(text === undefined ? {} : { body: text }),
      });
    const undecided = async () => {
      const { status, decisions } = await tenant.agent.getConfirmation(confirmation);
      expect([status, decisions]).toEqual(["pending", []]);
    };
    return { tenant, id, body, text: JSON.stringify(body), request, undecided };
  };

  it("by its method decides nothing", async () => {
    const { id, text, request, undecided } = await asked();
    for (const method of ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"]) {
      const response = await request(`/${id}/decision`, method, ["GET", "HEAD"].includes(method) ? undefined : text);
      expect([method, response.status]).toEqual([method, 405]);
    }
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      expect((await request(`/${id}`, method, text)).status).toBe(405);
    }
    await undecided();
  });

  it.each([
    ["X-HTTP-Method-Override", "POST"],
    ["X-HTTP-Method", "POST"],
    ["X-Method-Override", "POST"],
    ["X-Original-URL", "/v1/confirmations/decision"],
    ["X-Rewrite-URL", "/v1/confirmations/decision"],
    ["Decision", "approve"],
    ["If-Match", "*"],
    ["Operator-Decision", "approve"],
  ])("by the header %s decides nothing", async (name, value) => {
    const { id, request, undecided } = await asked();
    for (const path of [`/${id}`, `/${id}/decision`]) await request(path, "GET", undefined, { [name]: value });
    await undecided();
  });

  it.each([
    "?decision=approve",
    "?_method=POST&decision=approve",
    "/decision?decision=approve",
    "/decision/",
    "/decision/approve",
    "/approve",
    "/DECISION",
    "/decision;approve",
    "%2Fdecision",
    "?wait=1&decision=approve",
  ])("by its path %s decides nothing", async (path) => {
    const { id, text, request, undecided } = await asked();
    for (const method of ["GET", "POST"]) {
      const response = await request(`/${id}${path}`, method, method === "GET" ? undefined : text);
      expect(response.status).toBeGreaterThanOrEqual(400);
    }
    await undecided();
  });

  it("by its body decides nothing", async () => {
    const { tenant, id, body, text, request, undecided } = await asked();
    const bodies: [string, string][] = [
      [`[${text}]`, "invalid_request"],
      [`[${text},${text}]`, "invalid_request"],
      [JSON.stringify({ decisions: [body] }), "invalid_request"],
      [`{"decision":"decline",${text.slice(1)}`, "duplicate_key"],
      [`{"decisi\\u006fn":"approve",${text.slice(1)}`, "duplicate_key"],
      [text.replace("}", ',"__proto__":{"decision":"approve"}}'), "forbidden_key"],
      [JSON.stringify({ ...body, decider: "reviewer-2" }), "unknown_field"],
      [JSON.stringify({ ...body, force: true }), "unknown_field"],
      [JSON.stringify({ ...body, decision: "APPROVE" }), "invalid_request"],
      [JSON.stringify({ ...body, decision: ["approve"] }), "invalid_request"],
      [JSON.stringify({ ...body, decision: true }), "invalid_request"],
      [JSON.stringify({ ...body, candidate_digest: body.candidate_digest.toUpperCase() }), "invalid_request"],
      [JSON.stringify({ ...body, candidate_digest: `${body.candidate_digest} ` }), "invalid_request"],
      [JSON.stringify({ ...body, candidate_digest: [body.candidate_digest] }), "invalid_request"],
      [JSON.stringify({ ...body, candidate_digest: OTHER }), "candidate_changed"],
      [JSON.stringify({ decision: "approve" }), "invalid_request"],
      [`${text}${text}`, "malformed_json"],
      [`\ufeff${text} x`, "malformed_json"],
      ["", "malformed_json"],
    ];
    for (const [sent, code] of bodies) {
      const problem = await problemOf(await request(`/${id}/decision`, "POST", sent));
      expect([sent, problem.code]).toEqual([sent, code]);
    }
    const form = `decision=approve&candidate_digest=${body.candidate_digest}`;
    for (const type of ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"]) {
      const response = await request(`/${id}/decision`, "POST", form, { "content-type": type });
      expect((await problemOf(response)).code).toBe("unsupported_media_type");
    }
    await undecided();
    expect((await trailTypes(tenant)).filter((type) => type === "confirmation_decided")).toEqual([]);
  });
});

describe("Rights that change between approval and redemption", () => {
  const keysOf = (tenant: TestTenant, principal: string) =>
    tenant.admin
      .listKeys()
      .then(({ items }) => items.filter(({ principal_id }) => principal_id === principal).map(({ key_id }) => key_id));

  it("void the approval of a key that was revoked, and the proposal waits for others", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    await decide(tenant.reviewer, confirmation);
    for (const key_id of await keysOf(tenant, "reviewer-1")) await tenant.admin.revokeKey({ key_id });
    const redeem = () => tenant.executor.redeemGrant({ ...confirmation, body: {} });
    await expect(redeem()).rejects.toMatchObject({ code: "approvals_withdrawn" });
    const reopened = await tenant.agent.getConfirmation(confirmation);
    expect(reopened).toMatchObject({ status: "pending", decisions: [{ void: { because: "rights_withdrawn" } }] });
    expect(reopened.grant_expires_at).toBeUndefined();
    await expect(redeem()).rejects.toMatchObject({ code: "not_approved" });
    await decide(tenant.secondReviewer, confirmation);
    expect((await redeem()).candidate).toEqual(confirmation.candidate);
  });

  it("void only the approval of whom they concern", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant, webhook());
    for (const one of [tenant.reviewer, tenant.secondReviewer]) await decide(one, confirmation);
    for (const key_id of await keysOf(tenant, "reviewer-2")) await tenant.admin.revokeKey({ key_id });
    const redemption = tenant.executor.redeemGrant({ ...confirmation, body: {} });
    await expect(redemption).rejects.toMatchObject({ code: "approvals_withdrawn" });
    const { decisions } = await tenant.agent.getConfirmation(confirmation);
    expect(decisions.map((one) => one.void?.because)).toEqual([undefined, "rights_withdrawn"]);
  });

  it("void the approval of a principal that is a person no longer, or whose key was given more", async () => {
    for (const change of [
      "UPDATE principals SET kind = 'service' WHERE principal_id = 'reviewer-1'",
      "UPDATE keys SET scopes = '[\"confirmations:decide\",\"policy:propose\"]' WHERE principal_id = 'reviewer-1'",
      "UPDATE keys SET scopes = '[\"runs:read\"]' WHERE principal_id = 'reviewer-1'",
      "UPDATE keys SET created_by = 'agent' WHERE principal_id = 'reviewer-1'",
    ]) {
      const tenant = await openTenant();
      const confirmation = await propose(tenant);
      await decide(tenant.reviewer, confirmation);
      await runInDurableObject(env.TENANT_DIRECTORY.getByName(tenant.id), (_, { storage }) =>
        storage.sql.exec(change).toArray(),
      );
      const redemption = tenant.executor.redeemGrant({ ...confirmation, body: {} });
      await expect(redemption).rejects.toMatchObject({ code: "approvals_withdrawn" });
    }
  });

  it("let nobody decide whom the proposer let in under another's name", async () => {
    const tenant = await openTenant();
    const admin: ["tenant:admin", "policy:propose", "runs:read"] = ["tenant:admin", "policy:propose", "runs:read"];
    const mallory = clientFor(
      await issue(tenant.admin, { principal_id: "mallory", principal_kind: "service", scopes: [...admin] }),
    );
    // A key to the administrator that was there before, made by Mallory, lets the reviewer in.
    const asAdmin = clientFor(
      await issue(mallory, { principal_id: "admin", principal_kind: "service", scopes: ["tenant:admin"] }),
    );
    const friend = clientFor(
      await issue(asAdmin, {
        principal_id: "friend",
        principal_kind: "human",
        scopes: ["confirmations:decide", "runs:read"],
      }),
    );
    const confirmation = await mallory.proposeChange({ body: binding() });
    await expect(decide(friend, confirmation)).rejects.toMatchObject({ code: "decider_made_by_proposer" });
    expect((await decide(tenant.reviewer, confirmation)).status).toBe("approved");
  });

  it("supersede an approval whose policy moved on, also where the desk was not told", async () => {
    const tenant = await openTenant();
    await storePolicy(tenant);
    const confirmation = await proposeEgress(tenant);
    await decide(tenant.reviewer, confirmation);
    const document = 'version: "1"\nagent:\n  name: weather-agent\n';
    await env.TENANT_DIRECTORY.getByName(tenant.id).putPolicy({
      agent: AGENT,
      document,
      digest: OTHER,
      documentDigest: documentDigest(document),
      createdBy: "admin",
    });
    const redemption = tenant.executor.redeemGrant({ ...confirmation, body: {} });
    await expect(redemption).rejects.toMatchObject({ code: "confirmation_superseded" });
    const { status, decisions } = await tenant.agent.getConfirmation(confirmation);
    expect([status, decisions[0]?.void?.because]).toEqual(["superseded", "superseded"]);
  });
});
