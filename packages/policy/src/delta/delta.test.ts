import { describe, expect, it } from "vitest";
import { compiledPolicy, WEATHER } from "../testing/policies.ts";
import { delta } from "./delta.ts";
import { findingsOf, riskOf } from "./risk.ts";

const before = compiledPolicy(WEATHER).policy;

/** The weather policy with one thing changed. */
function changed(from: string, to: string) {
  if (!WEATHER.includes(from)) throw new Error("there is nothing to change");
  return compiledPolicy(WEATHER.replace(from, to)).policy;
}

const risks = (after: ReturnType<typeof changed>) => {
  const findings = findingsOf(delta(before, after));
  return { risk: riskOf(findings), findings: [...new Set(findings.map(({ finding }) => finding))] };
};

describe("delta", () => {
  it("is empty between spellings of the same policy", () => {
    const same = changed("domain: api.example.com   # the forecasts", "domain: API.example.com.");
    expect(delta(before, same)).toEqual({ added: [], removed: [], parts: [], summary: [] });
  });

  it("tells new reach as data and in words", () => {
    const after = changed("methods: [GET]", "methods: [GET, POST]");
    expect(delta(before, after)).toEqual({
      added: [{ kind: "egress", target: "api.example.com", port: 443, method: "POST" }],
      removed: [],
      parts: [],
      summary: ["added: egress to api.example.com:443, POST"],
    });
  });

  it("does not call new what another rule allowed already", () => {
    const after = changed("  - cidr: 203", "  - domain: img.cdn.example.net\n  - cidr: 203");
    expect(delta(before, after).added).toEqual([]);
  });

  it("tells that reach is gone", () => {
    const after = changed("allowed_tools: [search, read]", "allowed_tools: [read]");
    expect(delta(before, after).summary).toEqual(['removed: tool "search" of MCP server "docs"']);
  });

  it("does not take moved rules for changes", () => {
    const rule = "  - domain: pay.example.org\n    methods: [POST]\n    credential: stripe\n";
    const after = compiledPolicy(WEATHER.replace(rule, "").replace("egress:\n", `egress:\n${rule}`)).policy;
    expect(delta(before, after).summary).toEqual([]);
  });
});

describe("risk", () => {
  it.each([
    [
      "another port",
      "methods: [POST]\n    credential: stripe",
      "methods: [POST]\n    credential: stripe\n    ports: [8443]",
      "medium",
    ],
    ["a comment", "# the forecasts", "# other words", "low"],
    ["a method", "methods: [GET]", "methods: [GET, POST]", "medium"],
    ["a tool", "allowed_tools: [search, read]", "allowed_tools: [search, read, list]", "medium"],
    ["a tool less", "allowed_tools: [search, read]", "allowed_tools: [search]", "low"],
    [
      "a brokered credential",
      "credentials:\n",
      "credentials:\n  - id: maps\n    type: brokered\n    service: maps\n",
      "medium",
    ],
    [
      "a direct lease",
      "credentials:\n",
      "credentials:\n  - id: lease\n    type: direct_lease\n    mode: file\n    path: /run/lease\n    reason: an SDK that reads a file\n",
      "high",
    ],
    ["a wildcard", "  - cidr: 203", '  - domain: "*.example.com"\n    allow_wildcard: true\n  - cidr: 203', "high"],
    ["a private range", "cidr: 10.1.0.0/16", "cidr: 10.0.0.0/8", "high"],
    ["a listener", "ingress:\n", "ingress:\n  - path: /other\n    port: 7718\n", "high"],
    ["a hook", "ingress:\n", "hooks:\n  - name: done\n    url: https://hooks.example.com/x\ningress:\n", "high"],
    ["a denied tool that is lifted", "    denied_tools: [delete]\n", "", "high"],
  ])("of %s", (_, from, to, risk) => {
    expect(risks(changed(from, to)).risk).toBe(risk);
  });

  it("names every finding with its subject", () => {
    const after = changed("  - cidr: 203", '  - domain: "*.example.com"\n    allow_wildcard: true\n  - cidr: 203');
    expect(findingsOf(delta(before, after))).toEqual([
      { finding: "new_destination", risk_level: "medium", subject: "*.example.com:443 *" },
      { finding: "wildcard", risk_level: "high", subject: "*.example.com" },
    ]);
  });
});
