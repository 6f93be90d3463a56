import { describe, expect, test } from "vitest";
import { locateRule } from "./locate-rule.ts";

const text = `version: "1"
egress:
  # the first
  - domain: a.example
    ports: [443]
    # its end

  -
    domain: b.example
  - {domain: c.example,
     ports: [443]}
credentials: [{id: a, type: file, path: /a}, {id: b, type: file, path: /b}]
mcp_servers:
- name: tools
  allowed_tools:
  - read
ingress:
- path: /invoke
hooks:
- name: done
  url: https://hooks.example.com
`;

describe("locateRule", () => {
  test.each([
    ["egress[0]", 4, 5],
    ["egress[1]", 8, 9],
    ["egress[2]", 10, 11],
    ["credentials[1]", 12, 12],
    ["mcp_servers[0]", 14, 16],
    ["ingress[0]", 18, 18],
    ["hooks[0]", 20, 21],
  ])("finds the lines of %s", (ruleId, startLine, endLine) => {
    expect(locateRule(text, ruleId)).toEqual({ path: ruleId, startLine, endLine });
    expect(locateRule(text.replaceAll("\n", "\r\n"), ruleId)).toEqual({ path: ruleId, startLine, endLine });
  });

  test.each(["egress[3]", "egress[-1]", "egress[00]", "default_deny", "version[0]", "hooks", "egress[1].domain", ""])(
    "knows no rule %j here",
    (ruleId) => {
      expect(locateRule(text, ruleId)).toBeUndefined();
    },
  );

  test.each(["", "egress: [", "egress: 7", "[".repeat(1000), "egress: [~]"])("finds nothing in %j", (broken) => {
    expect(locateRule(broken, "egress[5]")).toBeUndefined();
  });
});
