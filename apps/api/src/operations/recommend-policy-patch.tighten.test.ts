import { applyDiff } from "@operator/policy";
import { describe, expect, it } from "vitest";
import { openTenant, type TestTenant } from "../../test/harness.ts";
import { AGENT, allowed, claim, denied, pendingOf, recommend, storePolicy, tellRun } from "../../test/policies.ts";

const DOCUMENT = `version: "1"
egress:
  - domain: api.example.com   # the forecasts
    ports: [443, 8443]
    methods: [GET, POST]
  - domain: old.example
mcp_servers:
  - name: docs
    url: https://docs.example.com/mcp
    transport: http
    allowed_tools: [search, read]
`;

const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1000).toISOString();
const tighten = (tenant: TestTenant, window_days = 7) => recommend(tenant, { tighten: { window_days } });

async function tenantWithRuns(
  ...runs: { daysAgo: number; told: Parameters<typeof tellRun>[2] }[]
): Promise<TestTenant> {
  const tenant = await openTenant();
  await storePolicy(tenant, DOCUMENT);
  for (const [index, run] of runs.entries())
    await tellRun(tenant, `run_${index}`, run.told, { at: daysAgo(run.daysAgo) });
  return tenant;
}

const search = { type: "mcp_tool_call", payload: { mcp_server: "docs", tool: "search" } };

describe("recommendPolicyPatch with tighten", () => {
  it("proposes to remove what no run of the window used, with the use as evidence", async () => {
    const tenant = await tenantWithRuns({
      daysAgo: 1,
      told: [allowed("api.example.com:443"), search, denied("x.example:1")],
    });
    const answer = await tighten(tenant);
    const after = applyDiff(DOCUMENT, answer.proposed_patch);
    expect(after).toContain("# the forecasts\n    ports: [443]\n    methods: [GET]\n");
    expect(after).not.toContain("old.example");
    expect(after).toContain("allowed_tools: [search]\n");
    expect(answer.risk_level).toBe("low");
    expect(answer.rationale).toContain(
      'No action that 1 run of the window were allowed has used: egress[0] (1 use): port 8443, POST, egress[1] (0 uses): the whole rule, mcp_servers[0] (1 use): tool "read".',
    );
    expect(answer.evidence_refs?.map(({ ref }) => ref)).toEqual(
      expect.arrayContaining(["egress[0]", "egress[1]", "mcp_servers[0]"]),
    );
    const { confirmation_id = "" } = answer.confirmation;
    const confirmation = await tenant.reviewer.getConfirmation({ confirmation_id });
    expect(confirmation.delta).toMatchObject({
      usage: [
        { rule: "egress[0]", uses: 1, used: ["port 443", "GET"], unused: ["port 8443", "POST"] },
        { rule: "egress[1]", uses: 0 },
        { rule: "mcp_servers[0]", uses: 1, used: ['tool "search"'], unused: ['tool "read"'] },
      ],
    });
    expect(confirmation.replay).toMatchObject({ newly_denied: { count: 0 }, unchanged: { count: 3 } });
    expect(await pendingOf(tenant)).toHaveLength(1);
  });

  it("counts no use that an agent claims, that lies before the window, or that is another agent's", async () => {
    const tenant = await tenantWithRuns(
      { daysAgo: 30, told: [allowed("old.example:443")] },
      { daysAgo: 1, told: [allowed("api.example.com:443")] },
    );
    await claim(tenant, "run_1", "egress_allowed", { destination: "old.example:443" });
    await tellRun(tenant, "run_other", [allowed("old.example:443")], { agent: `${AGENT}-2`, at: daysAgo(1) });
    expect((await tighten(tenant)).rationale).toContain("egress[1] (0 uses): the whole rule");
    expect((await tighten(tenant, 60)).rationale).not.toContain("egress[1] (0 uses)");
  });

  it("refuses where every rule was used", async () => {
    const told = [
      allowed("api.example.com:443"),
      allowed("api.example.com:8443", { method: "POST" }),
      { type: "egress_allowed", payload: { destination: "old.example:443" } },
      search,
      { type: "mcp_call", payload: { mcp_server: "docs", tool: "read" } },
    ];
    const tenant = await tenantWithRuns({ daysAgo: 1, told });
    await expect(tighten(tenant)).rejects.toMatchObject({ status: 409, code: "nothing_to_tighten" });
    expect(await pendingOf(tenant)).toEqual([]);
  });

  it("refuses where the window has no run, or one with more decisions than are kept", async () => {
    const tenant = await tenantWithRuns({ daysAgo: 30, told: [allowed("api.example.com:443")] });
    const refused = { status: 409, code: "usage_unknown" };
    await expect(tighten(tenant)).rejects.toMatchObject(refused);
    const many = (from: number) => Array.from({ length: 900 }, (_, index) => denied(`h${from + index}.example:443`));
    await tellRun(tenant, "run_long", many(0), { at: daysAgo(1) });
    expect((await tighten(tenant)).risk_level).toBe("low");
    await tellRun(tenant, "run_long", many(900), { at: daysAgo(1) });
    await expect(tighten(tenant)).rejects.toMatchObject(refused);
  });

  it("finds no use in another tenant's runs", async () => {
    const [tenant, other] = [await openTenant(), await openTenant()];
    for (const one of [tenant, other]) await storePolicy(one, DOCUMENT);
    await tellRun(other, "run_0", [allowed("api.example.com:443")], { at: daysAgo(1) });
    await expect(tighten(tenant)).rejects.toMatchObject({ code: "usage_unknown" });
  });
});
