import { describe, expect, it } from "vitest";
import { compiledPolicy, egress, WEATHER } from "../testing/policies.ts";
import { compilePolicy } from "./compile.ts";
import { evaluate } from "./evaluate.ts";

const weather = compiledPolicy(WEATHER);
const miss = (rule: string, dimension: string) => ({
  effect: "deny",
  verdict: "default_deny",
  rule: "default_deny",
  nearest: { rule, dimension },
});

describe("egress", () => {
  it.each([
    ["GET api.example.com:443", "egress[0]"],
    ["GET API.Example.com.:443", "egress[0]"],
    ["PUT img.cdn.example.net:443", "egress[1]"],
    ["img.cdn.example.net:443", "egress[1]"],
    ["GET 203.0.113.7:8443", "egress[2]"],
    ["GET [::ffff:203.0.113.7]:8443", "egress[2]"],
    ["POST pay.example.org:443 stripe", "egress[3]"],
    ["POST pay.example.org:443", "egress[3]"],
    ["10.1.2.3:5432", "egress[4]"],
    ["0x0a010203:5432", "egress[4]"],
  ])("allows %s by %s", (text, rule) => {
    expect(evaluate(weather, egress(text))).toEqual({ effect: "allow", rule });
  });

  it("compares methods without their case", () => {
    expect(evaluate(weather, { kind: "egress", host: "api.example.com", port: 443, method: "get" }).effect).toBe(
      "allow",
    );
  });

  it.each([
    ["POST api.example.com:443", "egress[0]", "method"],
    ["api.example.com:443", "egress[0]", "method"],
    ["GET api.example.com:8080", "egress[0]", "port"],
    ["POST pay.example.org:443 other", "egress[3]", "credential"],
    ["GET api.example.com:443 stripe", "egress[0]", "credential"],
    ["GET api2.example.com:443", "egress[0]", "host"],
    ["GET cdn.example.net:443", "egress[1]", "host"],
    ["GET a.b.cdn.example.net:443", "egress[1]", "host"],
    ["GET 203.0.113.7:443", "egress[2]", "port"],
    ["10.1.2.3:443", "egress[4]", "port"],
  ])("denies %s, nearest %s by its %s", (text, rule, dimension) => {
    expect(evaluate(weather, egress(text))).toEqual(miss(rule, dimension));
  });

  it.each(["GET unrelated.test:443", "GET 198.51.100.1:443", "GET a b:443", "192.168.0.1:443"])(
    "denies %s with nothing near",
    (text) => {
      expect(evaluate(weather, { kind: "egress", host: text.replace(/^GET |:443$/g, ""), port: 443 })).toEqual({
        effect: "deny",
        verdict: "default_deny",
        rule: "default_deny",
      });
    },
  );

  it("takes the first of several rules that allow", () => {
    const twice = compiledPolicy(
      'version: "1"\negress:\n  - domain: "*.example.com"\n    allow_wildcard: true\n  - domain: a.example.com\n',
    );
    expect(evaluate(twice, egress("GET a.example.com"))).toEqual({ effect: "allow", rule: "egress[0]" });
  });

  it("names the rule that fails in the fewest dimensions", () => {
    const close = compiledPolicy(
      'version: "1"\negress:\n  - domain: a.example.com\n    ports: [80]\n    methods: [PUT]\n  - domain: a.example.com\n    methods: [PUT]\n',
    );
    expect(evaluate(close, egress("GET a.example.com:443"))).toEqual(miss("egress[1]", "method"));
  });
});

describe("guards", () => {
  const open = compilePolicy({
    egress: [
      {
        target: { kind: "cidr", cidr: "0.0.0.0/0" },
        ports: [443],
        methods: [],
        allow_private: true,
        transport: {},
      },
    ],
    credentials: [],
    mcp_servers: [],
    ingress: [],
    hooks: [],
    settings: {},
  });

  it.each([
    ["127.0.0.1", "loopback"],
    ["2130706433", "loopback"],
    ["0x7f.1", "loopback"],
    ["0177.0.0.1", "loopback"],
    ["127.0.0.1.", "loopback"],
    ["[::1]", "loopback"],
    ["::ffff:127.0.0.1", "loopback"],
    ["::ffff:7f00:1", "loopback"],
    ["64:ff9b::7f00:1", "loopback"],
    ["LocalHost.", "loopback"],
    ["app.localhost", "loopback"],
    ["127-0-0-1.nip.io", "loopback"],
    ["169.254.169.254", "metadata"],
    ["0xa9fea9fe", "metadata"],
    ["2852039166", "metadata"],
    ["0251.0376.0251.0376", "metadata"],
    ["[::ffff:a9fe:a9fe]", "metadata"],
    ["metadata.google.internal.", "metadata"],
    ["fd00:ec2::254", "metadata"],
    ["169.254.1.1", "link_local"],
    ["fe80::1%eth0", "link_local"],
    ["0.0.0.0", "unspecified"],
    ["0", "unspecified"],
    ["224.0.0.1", "multicast"],
  ])("block %s even where a rule for every address would allow it", (host, guard) => {
    expect(evaluate(open, { kind: "egress", host, port: 443 })).toEqual({
      effect: "deny",
      verdict: "guard_block",
      rule: `guard.${guard}`,
    });
    expect(evaluate(open, { kind: "egress", host: "203.0.113.1", port: 443 }).effect).toBe("allow");
  });
});

describe("tools and ingress", () => {
  it.each([
    ["docs", "search", { effect: "allow", rule: "mcp_servers[0]" }],
    ["docs", "delete", { effect: "deny", verdict: "explicit_rule", rule: "mcp_servers[0]" }],
    ["docs", "Search", miss("mcp_servers[0]", "tool")],
    ["mail", "search", { effect: "deny", verdict: "default_deny", rule: "default_deny" }],
  ])("decide %s/%s", (server, tool, decision) => {
    expect(evaluate(weather, { kind: "tool", server, tool })).toEqual(decision);
  });

  it("allow no tool of a server that lists none", () => {
    const server = compiledPolicy(
      'version: "1"\nmcp_servers:\n  - name: a\n    url: https://a.example.com\n    transport: http\n',
    );
    expect(evaluate(server, { kind: "tool", server: "a", tool: "x" })).toEqual(miss("mcp_servers[0]", "tool"));
  });

  it("match ingress by path, and by port where it is known", () => {
    expect(evaluate(weather, { kind: "ingress", path: "/hook" })).toEqual({ effect: "allow", rule: "ingress[0]" });
    expect(evaluate(weather, { kind: "ingress", path: "/hook", port: 80 })).toEqual(miss("ingress[0]", "port"));
    expect(evaluate(weather, { kind: "ingress", path: "/other" }).effect).toBe("deny");
  });
});
