import { describe, expect, it } from "vitest";
import { refsIn } from "../../test/evidence.ts";
import { openTenant, problemOf, send, type TestTenant } from "../../test/harness.ts";
import { AGENT, recommend, storePolicy, WEATHER } from "../../test/policies.ts";

const ask = ({ keys }: TestTenant, type: string, ref: string, { agent = AGENT, query = "" } = {}) =>
  send(`/v1/agents/${agent}/evidence/${type}/${encodeURIComponent(ref)}${query}`, {
    headers: { authorization: `Bearer ${keys.agent}` },
  });

describe("resolveAgentEvidence", () => {
  it("resolves every ref of a denial before a run and of a patch without one", async () => {
    const tenant = await openTenant();
    await storePolicy(tenant);
    const denial = await tenant.agent.explainPlannedDenial({
      body: { agent: AGENT, action: { host: "api.example.com", port: 8443 } },
    });
    const patch = await recommend(tenant, { desired_behavior: "allow egress to new.example.com:443" });
    const refs = refsIn([denial, patch]);
    expect(refs.length).toBeGreaterThan(1);
    for (const { type, ref } of refs) expect((await ask(tenant, type, ref)).status).toBe(200);
  });

  it("answers a rule's lines in the revision that is asked for", async () => {
    const tenant = await openTenant();
    await storePolicy(tenant);
    await storePolicy(tenant, WEATHER.replace("api.example.com", "api2.example.com"));
    const [now, then] = await Promise.all(
      ["", "?revision=1"].map(async (query) => (await ask(tenant, "policy_rule", "egress[0]", { query })).json()),
    );
    expect(now).toMatchObject({ rule: { revision: 2, start_line: 6, text: expect.stringContaining("api2.example") } });
    expect(then).toMatchObject({
      rule: { revision: 1, path: "egress[0]", text: expect.stringContaining("api.example") },
    });
  });

  it("gives a policy that came with the request no refs, because it is stored nowhere", async () => {
    const tenant = await openTenant();
    const answer = await tenant.agent.explainPlannedDenial({
      body: { policy_yaml: WEATHER, action: { host: "evil.example", port: 443 } },
    });
    expect(answer.blocking_rule_id).toBe("default_deny");
    expect(answer.evidence_refs).toBeUndefined();
  });

  it("refuses what is not there, in this tenant or at all", async () => {
    const tenant = await openTenant();
    const other = await openTenant();
    await storePolicy(tenant);
    const code = async (response: Promise<Response>) => (await problemOf(await response)).code;
    expect(await code(ask(tenant, "policy_rule", "egress[99]"))).toBe("evidence_not_found");
    expect(await code(ask(tenant, "audit_seq", "1"))).toBe("evidence_not_found");
    expect(await code(ask(tenant, "audit_seq", "x"))).toBe("malformed_ref");
    expect(await code(ask(tenant, "policy_rule", "egress[0]", { query: "?revision=9" }))).toBe("policy_not_found");
    expect(await code(ask(tenant, "policy_rule", "egress[0]", { agent: "nobody" }))).toBe("policy_not_found");
    expect(await code(ask(other, "policy_rule", "egress[0]"))).toBe("policy_not_found");
  });
});
