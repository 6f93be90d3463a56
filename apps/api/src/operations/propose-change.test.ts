import { ChangeType, limits } from "@operator/contract";
import { describe, expect, it } from "vitest";
import { binding, decide, propose, trail, webhook } from "../../test/confirmations.ts";
import { openTenant, type TestTenant } from "../../test/harness.ts";
import { AGENT, storePolicy, tellRun, WEATHER } from "../../test/policies.ts";

const OTHER_HOST = WEATHER.replace("api.example.com", "api.example.org");
const LEASE = WEATHER.replace(
  "mcp_servers:",
  "  - {id: signing, type: direct_lease, mode: file, path: /run/leases/signing.key, reason: The library reads a file.}\nmcp_servers:",
);

const policyPatch = (policy_yaml: string, change: object = {}) => ({
  change_type: "policy_patch",
  rationale: "The host has moved.",
  patch: { agent: AGENT, policy_yaml },
  ...change,
});

const withPolicy = async (): Promise<TestTenant> => {
  const tenant = await openTenant();
  await storePolicy(tenant);
  return tenant;
};

describe("proposeChange", () => {
  it.each(ChangeType.options)("opens a confirmation for a %s that says all a reviewer needs", async (change_type) => {
    const tenant = await withPolicy();
    const change = change_type === "policy_patch" ? policyPatch(OTHER_HOST) : { ...webhook(), change_type };
    const confirmation = await propose(tenant, change);
    expect(confirmation).toMatchObject({ status: "pending", change_type, proposer: "agent", decisions: [] });
    const { risk_level, required_approvals, created_at, expires_at } = confirmation;
    expect(required_approvals.approvals).toBe(limits.LEAST_APPROVALS[risk_level]);
    expect(Date.parse(expires_at) - Date.parse(created_at)).toBe(limits.EXPIRY_MS[risk_level]);
    expect(confirmation.candidate).toMatchObject({ change_type, tenant: tenant.id, risk_level, required_approvals });
    expect(confirmation.delta === undefined).toBe(change_type !== "policy_patch");
    expect(confirmation.replay === undefined).toBe(change_type !== "policy_patch");
    expect((await trail(tenant)).at(-1)?.payload.candidate_digest).toBe(confirmation.candidate_digest);
  });

  it("takes a policy as a diff, and freezes the document that it makes", async () => {
    const tenant = await withPolicy();
    const whole = await propose(tenant, policyPatch(OTHER_HOST));
    const { patch } = whole.candidate;
    const diff = typeof patch === "object" && patch !== null && "diff" in patch ? String(patch.diff) : "";
    const again = await propose(tenant, { ...policyPatch(""), patch: { agent: AGENT, diff } });
    expect(again.confirmation_id).toBe(whole.confirmation_id);
  });

  it("calls a lease one, under whatever name it comes", async () => {
    const tenant = await withPolicy();
    const confirmation = await propose(tenant, policyPatch(LEASE));
    expect(confirmation).toMatchObject({ change_type: "direct_lease", risk_level: "high" });
    expect(confirmation.required_approvals.approvals).toBe(2);
  });

  it("takes secrets out of what a proposer writes", async () => {
    const tenant = await openTenant();
    const secret = ["ghp", "16C7e42F292c6912E7710c838347Ae178B4a"].join("_");
    const words = `Use ${secret} for it.`;
    const confirmation = await propose(tenant, binding(1, { rationale: words, patch: { note: words } }));
    expect(JSON.stringify(confirmation)).not.toContain(secret);
  });

  it("answers the same proposal with the confirmation that is open, whatever its lists' order", async () => {
    const tenant = await openTenant();
    const names = ["b", "a"];
    const first = await propose(tenant, binding(1, { credential_ids: names }));
    const again = await propose(tenant, binding(1, { credential_ids: names.toReversed() }));
    expect(again).toEqual(first);
  });

  it("asks for a declined change again only with evidence that was not there", async () => {
    const tenant = await openTenant();
    await tellRun(tenant, "run_1", [{ type: "run_failed", actor: "daemon" }]);
    const declined = await propose(tenant);
    await decide(tenant.reviewer, declined, "decline");
    await expect(propose(tenant)).rejects.toMatchObject({ code: "declined_before" });
    const words = binding(1, { rationale: "Please, it is urgent." });
    await expect(propose(tenant, words)).rejects.toMatchObject({ code: "declined_before" });
    const anew = await propose(tenant, binding(1, { evidence_refs: [{ type: "run_id", ref: "run_1" }] }));
    expect(anew.status).toBe("pending");
    expect(anew.confirmation_id).not.toBe(declined.confirmation_id);
  });

  it.each([
    ["policy_not_found", { ...policyPatch(OTHER_HOST), patch: { agent: "another", policy_yaml: OTHER_HOST } }],
    ["invalid_policy", policyPatch("version: 2\n")],
    ["action_allowed", policyPatch(WEATHER)],
    ["invalid_request", { ...policyPatch(""), patch: { agent: AGENT, diff: "--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n" } }],
    ["invalid_request", { ...policyPatch(""), patch: { agent: AGENT } }],
    ["invalid_request", { ...policyPatch(""), patch: "let it through" }],
    ["invalid_request", binding(1, { patch: { text: "x".repeat(limits.MAX_CHANGE_CHARS) } })],
    ["invalid_request", webhook(1, { patch: { agent: AGENT, diff: "x", policy_yaml: OTHER_HOST } })],
    ["invalid_request", binding(1, { change_type: "anything" })],
    [
      "secret_in_identifier",
      binding(1, { credential_ids: [["ghp", "16C7e42F292c6912E7710c838347Ae178B4a"].join("_")] }),
    ],
    ["unresolved_evidence", binding(1, { evidence_refs: [{ type: "run_id", ref: "run_of_nobody" }] })],
    ["unresolved_evidence", binding(1, { evidence_refs: [{ type: "audit_seq", ref: "1" }] })],
    ["unresolved_evidence", binding(1, { evidence_refs: [{ type: "audit_seq", ref: "one" }] })],
    ["unknown_field", binding(1, { required_approvals: { approvals: 0, groups: [] } })],
    ["unknown_field", binding(1, { risk_level: "low" })],
    ["unknown_field", binding(1, { proposer: "reviewer-1" })],
    ["unknown_field", binding(1, { expires_at: "2999-01-01T00:00:00Z" })],
  ])("refuses with %s, and opens nothing: %o", async (code, change) => {
    const tenant = await withPolicy();
    await expect(propose(tenant, change)).rejects.toMatchObject({ code });
    expect((await tenant.agent.listConfirmations()).items).toEqual([]);
  });

  it("cites no run of another tenant, and tells none", async () => {
    const [tenant, other] = [await openTenant(), await openTenant()];
    await tellRun(other, "run_1", [{ type: "run_failed", actor: "daemon" }]);
    const evidence_refs = [{ type: "run_id", ref: "run_1" }];
    await expect(propose(tenant, binding(1, { evidence_refs }))).rejects.toMatchObject({ code: "unresolved_evidence" });
    await tellRun(tenant, "run_1", [{ type: "run_failed", actor: "daemon" }]);
    await propose(tenant, binding(1, { evidence_refs }));
    expect((await tenant.agent.nextAction({ run_id: "run_1" })).confirmation).toBeDefined();
    expect((await other.agent.nextAction({ run_id: "run_1" })).confirmation).toBeUndefined();
  });

  it("refuses evidence behind the end of the one run that it is of", async () => {
    const tenant = await openTenant();
    await tellRun(tenant, "run_1", [{ type: "run_failed", actor: "daemon" }]);
    const cite = (ref: string) =>
      propose(
        tenant,
        binding(1, {
          evidence_refs: [
            { type: "audit_seq", ref },
            { type: "run_id", ref: "run_1" },
          ],
        }),
      );
    await expect(cite("3")).rejects.toMatchObject({ code: "unresolved_evidence" });
    expect((await cite("2")).evidence_refs).toHaveLength(2);
  });

  it("puts a policy to people only as far as people can read it", async () => {
    const tenant = await withPolicy();
    const rules = (count: number) =>
      Array.from({ length: count }, (_, n) => `  - domain: h${n}.${"x".repeat(60)}.${"y".repeat(60)}.example.org\n`);
    const grown = (count: number) => WEATHER.replace("egress:\n", `egress:\n${rules(count).join("")}`);
    expect((await propose(tenant, policyPatch(grown(150)))).status).toBe("pending");
    await expect(propose(tenant, policyPatch(grown(400)))).rejects.toMatchObject({ code: "change_too_large" });
    expect((await tenant.agent.listConfirmations()).items).toHaveLength(1);
  });
});
