import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Policy } from "../policy.ts";
import { MAX_DOCUMENT_BYTES, MAX_ISSUES } from "./limits.ts";
import { readPolicy } from "./read-policy.ts";

const folder = new URL("../../fixtures/documents/valid/", import.meta.url);
const fixture = (name: string) => readFileSync(new URL(name, folder), "utf8");

function policyOf(text: string): Policy {
  const read = readPolicy(text);
  if (read.kind === "invalid") throw new Error(JSON.stringify(read.errors));
  return read.policy;
}

function faults(text: string): string[] {
  const read = readPolicy(text);
  return read.kind === "valid"
    ? []
    : read.errors.map(({ code, path, line, column }) => `${line}:${column} ${path} ${code}`);
}

function advisories(text: string): string[] {
  return readPolicy(text).advisories.map(({ code, path }) => `${path} ${code}`);
}

describe("valid documents", () => {
  test.each(readdirSync(folder))("%s is valid", (name) => {
    expect(faults(fixture(name))).toEqual([]);
  });

  test("a rule is brought to the form in which it is compared", () => {
    expect(policyOf(fixture("spellings.yaml")).egress).toEqual([
      {
        target: { kind: "host", host: "api.example.com" },
        ports: [443, 8443],
        methods: ["GET", "POST"],
        allow_private: false,
        transport: {},
      },
      {
        target: { kind: "host", host: "xn--bcher-kva.example" },
        ports: [443],
        methods: [],
        allow_private: false,
        transport: {},
      },
      {
        target: { kind: "cidr", cidr: "192.0.2.0/24" },
        ports: [443],
        methods: [],
        allow_private: false,
        transport: {},
      },
      {
        target: { kind: "cidr", cidr: "198.51.100.0/24" },
        ports: [443],
        methods: [],
        allow_private: false,
        transport: {},
      },
      {
        target: { kind: "cidr", cidr: "2001:db8::/32" },
        ports: [443],
        methods: [],
        allow_private: false,
        transport: {},
      },
    ]);
  });

  test("what was brought to another form, and what has no effect, is said", () => {
    expect(advisories(fixture("spellings.yaml"))).toEqual([
      "version unquoted_version",
      "egress[0].domain normalised_domain",
      "egress[0].ports[2] repeated_value",
      "egress[0].methods[0] normalised_method",
      "egress[1].domain normalised_domain",
      "egress[1].ports empty_ports",
      "egress[2].cidr normalised_cidr",
      "egress[3].cidr normalised_cidr",
      "egress[4].cidr normalised_cidr",
      "credentials[0] unused_credential",
      "mcp_servers[0].allowed_tools[1] denied_tool_wins",
      "mcp_servers[0].allowed_tools[2] repeated_value",
      "routed_run section_not_evaluated",
      "model_routes section_not_evaluated",
    ]);
  });

  test("secrets that a document holds are not part of the policy", () => {
    const policy = policyOf(fixture("all-sections.yaml"));
    expect(policy.credentials[0]).toEqual({
      id: "example-api",
      type: "header",
      fields: { header: "Authorization", value: "[REDACTED]" },
    });
    expect(policy.hooks[0]?.fields).toMatchObject({ secret: "[REDACTED]" });
  });

  test("sections without a value are empty and not kept", () => {
    expect(policyOf(fixture("empty-sections.yaml"))).toEqual(policyOf(fixture("minimal.yaml")));
  });

  test("sections of later versions are kept as they are", () => {
    expect(policyOf(fixture("spellings.yaml")).settings).toEqual({
      routed_run: { route: "default" },
      model_routes: [{ model: "small" }],
    });
  });

  test("an ingress rule without a port is for 7718", () => {
    expect(policyOf(fixture("all-sections.yaml")).ingress).toEqual([
      { path: "/invoke", port: 7718 },
      { path: "/health", port: 8080 },
    ]);
  });

  test.each(['"1"', '"1.0"', '"1.1"', "'1.0'", "1", "1.0", "1.1"])("version %s is known", (version) => {
    expect(faults(`version: ${version}\n`)).toEqual([]);
  });
});

describe("invalid documents", () => {
  test("everything that is wrong is found in one pass and listed in document order", () => {
    const text = `egress:
  - domain: https://api.example.com
    ports: 443
    methods: [GET, "P OST"]
    credential: missing
credentials:
  - {id: a, type: direct_lease, mode: env, path: /x}
  - {id: a, type: vault}
mcp_servers: none
llm_rate_limit: {}
unknown: 1
`;
    expect(faults(text)).toEqual([
      "1:1  missing_field",
      "2:13 egress[0].domain domain_is_url",
      "3:12 egress[0].ports not_a_list",
      "4:20 egress[0].methods[1] invalid_method",
      "5:17 egress[0].credential dangling_credential",
      "7:5 credentials[0] missing_field",
      "7:39 credentials[0].mode lease_mode_env",
      "8:19 credentials[1].type invalid_value",
      "9:14 mcp_servers not_a_list",
      "10:17 llm_rate_limit rate_limit_missing",
      "11:1 unknown unknown_field",
    ]);
  });

  test("a field that is misspelt comes with the name of ours that was meant", () => {
    const read = readPolicy('version: "1"\negress:\n  - domian: api.example.com\n');
    const messages = read.kind === "invalid" ? read.errors.map(({ message }) => message) : [];
    expect(messages).toContain("There is no field `domian` here. Did you mean `domain`?");
  });

  test("at most a hundred are listed, and then that there are more", () => {
    const read = readPolicy(`version: "1"\negress:\n${"  - 1\n".repeat(250)}`);
    if (read.kind === "valid") throw new Error("it is valid");
    expect(read.errors).toHaveLength(MAX_ISSUES + 1);
    expect(read.errors.at(-1)).toMatchObject({ code: "too_many_issues", line: 103, column: 5 });
  });

  test.each(["", "\n", "# a comment\n", "---\n", "\ufeff", "...\n"])("%j is empty", (text) => {
    expect(faults(text)).toEqual([expect.stringMatching(/empty_document$/)]);
  });

  test.each(["text", "[]", "- a", "7", "true", "~", "null\n", '"quoted"'])("%j is no object", (text) => {
    expect(faults(text)).toEqual(["1:1  wrong_type"]);
  });

  test("a document of one byte more than 256 KiB is refused, counted in UTF-8", () => {
    const fill = (text: string) => `version: "1"\n# ${text}`;
    expect(faults(fill("a".repeat(MAX_DOCUMENT_BYTES - 15)))).toEqual([]);
    expect(faults(fill("a".repeat(MAX_DOCUMENT_BYTES - 14)))).toEqual(["1:1  document_too_large"]);
    expect(faults(fill("é".repeat(MAX_DOCUMENT_BYTES / 2)))).toEqual(["1:1  document_too_large"]);
  });

  test("a byte order mark takes no column", () => {
    expect(faults('\ufeffversion: "2"\n')).toEqual(["1:10 version unsupported_version"]);
  });

  test("lines that end with a carriage return and a newline count once", () => {
    expect(faults('version: "1"\r\n\r\negress:\r\n  - domain: 7\r\n')).toEqual(["4:13 egress[0].domain wrong_type"]);
  });
});
