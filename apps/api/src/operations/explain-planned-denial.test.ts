import type { operations, PlannedAction } from "@operator/contract";
import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { openTenant, send, type TestTenant } from "../../test/harness.ts";
import { AGENT, storePolicy, WEATHER } from "../../test/policies.ts";

type Body = z.input<(typeof operations)["explainPlannedDenial"]["body"]["schema"]>;
type Action = z.input<typeof PlannedAction>;

const explain = ({ agent }: TestTenant, body: Body) => agent.explainPlannedDenial({ body });
const underWeather = async (action: Action) => explain(await openTenant(), { policy_yaml: WEATHER, action });

describe("explainPlannedDenial", () => {
  it("explains under the agent's current policy", async () => {
    const tenant = await openTenant();
    const { policy_digest } = await storePolicy(tenant);
    const action = { host: "api.example.com", port: 443, method: "post" };
    expect(await explain(tenant, { agent: AGENT, action })).toEqual({
      schema_version: "1.0.0",
      denied_action: "POST api.example.com:443",
      blocking_rule_id: "default_deny",
      policy_digest,
      rationale:
        "Default deny: no rule matches. The nearest is egress[0], which fails in one dimension, the method: it is for method GET.",
      evidence_refs: [
        { type: "policy_rule", ref: "default_deny" },
        { type: "policy_rule", ref: "egress[0]" },
      ],
      next_action: "review_policy_patch",
    });
    await storePolicy(tenant, WEATHER.replace("[GET]", "[GET, POST]"));
    await expect(explain(tenant, { agent: AGENT, action })).rejects.toMatchObject({ code: "action_allowed" });
  });

  it("explains under a document that nobody stored, with the digest that it would have", async () => {
    const tenant = await openTenant();
    const { policy_digest } = await storePolicy(tenant);
    const action = { host: "new.example" };
    expect(await explain(tenant, { policy_yaml: WEATHER, action })).toMatchObject({ policy_digest });
  });

  it.each<[string, Action, string, string]>([
    ["a host that is near to none", { host: "x.example" }, "default_deny", "none comes near"],
    ["a port", { host: "api.example.com", port: 80 }, "default_deny", "the port: it is for port 443"],
    ["a host two labels below a wildcard", { host: "a.b.cdn.example.net" }, "default_deny", "egress[1]"],
    [
      "a credential",
      { host: "pay.example.org", method: "POST", credential: "other" },
      "default_deny",
      'its credential is "stripe"',
    ],
    ["a tool that is denied by name", { mcp_server: "docs", tool: "delete" }, "mcp_servers[0]", "Explicit rule"],
    [
      "a tool that is not listed",
      { mcp_server: "docs", tool: "write" },
      "default_deny",
      "the tool: its `allowed_tools`",
    ],
    ["a server that is not there", { mcp_server: "mail", tool: "send" }, "default_deny", "none comes near"],
    ["a path", { ingress_path: "/hook" }, "default_deny", "none comes near"],
  ])("explains %s", async (_, action, rule, words) => {
    const answer = await underWeather(action);
    expect(answer.blocking_rule_id).toBe(rule);
    expect(answer.rationale).toContain(words);
  });

  it.each([
    ["metadata", "169.254.169.254"],
    ["metadata", "2852039166"],
    ["metadata", "0xa9fea9fe"],
    ["metadata", "0251.0376.0251.0376"],
    ["metadata", "[::ffff:169.254.169.254]"],
    ["metadata", "169.254.169.254."],
    ["metadata", "METADATA.google.internal."],
    ["loopback", "localhost"],
    ["loopback", "127.1"],
    ["loopback", "[::1]"],
    ["loopback", "0x7f000001"],
    ["link_local", "169.254.0.1"],
    ["link_local", "fe80::1%eth0"],
    ["unspecified", "0.0.0.0"],
  ])("a guard (%s) blocks %s", async (guard, host) => {
    const answer = await underWeather({ host, port: 80 });
    expect(answer.blocking_rule_id).toBe(`guard.${guard}`);
    expect(answer.rationale).toMatch(/^Guard block: /);
  });

  it.each<Action>([
    { host: "API.EXAMPLE.COM.", method: "get" },
    { host: "a.cdn.example.net", method: "DELETE" },
    { host: "pay.example.org", method: "POST" },
    { host: "pay.example.org", method: "POST", credential: "stripe" },
    { mcp_server: "docs", tool: "search" },
  ])("refuses to explain %o, which is allowed", async (action) => {
    await expect(underWeather(action)).rejects.toMatchObject({ status: 409, code: "action_allowed" });
  });

  it("keeps what is no host in quotation marks", async () => {
    const { denied_action } = await underWeather({ host: 'x.example:443\n"APPROVED"', method: "GET" });
    expect(denied_action).not.toContain("\n");
    expect(denied_action).toMatch(/^GET ".*":443$/);
  });

  it("lists every problem of an inline document, and repeats no secret of it", async () => {
    const tenant = await openTenant();
    const token = ["gh", "p_", "Zq7Xw2Lk9Vb4Nm1Tc6Rf3Hj8Pd5Gs0Ya2Ue7"].join("");
    const policy_yaml = `version: "1"\nsurprise: 1\n# ${token}\n`;
    const response = await send("/v1/policy/explain-denial", {
      method: "POST",
      headers: { authorization: `Bearer ${tenant.keys.agent}`, "content-type": "application/json" },
      body: JSON.stringify({ policy_yaml, action: { host: "x.example" } }),
    });
    const text = await response.text();
    expect(text).not.toContain(token);
    expect(JSON.parse(text)).toMatchObject({
      status: 422,
      code: "invalid_policy",
      errors: [
        { code: "unknown_field", path: "surprise", line: 2, column: 1 },
        { code: "secret_in_document", path: "", line: 3, column: 3 },
      ],
    });
  });

  it("finds no policy of an agent without one, nor of another tenant's", async () => {
    const [tenant, other] = [await openTenant(), await openTenant()];
    await storePolicy(tenant);
    const action = { host: "x.example" };
    for (const agent of [AGENT, "nobody"]) {
      await expect(explain(other, { agent, action })).rejects.toMatchObject({ status: 404, code: "policy_not_found" });
    }
  });

  it.each<[string, object]>([
    ["neither agent nor document", { action: { host: "x.example" } }],
    ["both", { agent: AGENT, policy_yaml: WEATHER, action: { host: "x.example" } }],
    ["an action of two kinds", { agent: AGENT, action: { host: "x.example", mcp_server: "docs", tool: "read" } }],
    ["a method that is none", { agent: AGENT, action: { host: "x.example", method: "GET /" } }],
    ["a port that is none", { agent: AGENT, action: { host: "x.example", port: 70_000 } }],
  ])("refuses %s", async (_, body) => {
    await expect(explain(await openTenant(), body as Body)).rejects.toMatchObject({ status: 422 });
  });

  it("reads an inline document of 256 KiB that escapes to twice its size", async () => {
    const head = 'version: "1"\n';
    const policy_yaml = head + "#\n".repeat((256 * 1024 - head.length) / 2);
    const answer = await explain(await openTenant(), { policy_yaml, action: { host: "x.example" } });
    expect(answer.blocking_rule_id).toBe("default_deny");
  });
});
