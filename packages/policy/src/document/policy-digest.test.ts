import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { policyDigest } from "./policy-digest.ts";
import { readPolicy } from "./read-policy.ts";
import { type DocumentModel, documentModel } from "./testing/document-model.ts";
import { writeDocument } from "./testing/write-document.ts";

const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest();
const folder = new URL("../../fixtures/documents/valid/", import.meta.url);
const fixture = (name: string) => readFileSync(new URL(name, folder), "utf8");

function digest(text: string): string {
  const read = readPolicy(text);
  if (read.kind === "invalid") throw new Error(JSON.stringify(read.errors));
  return policyDigest(read.policy, sha256);
}

const rule = (fields: string) =>
  `{version: "1", credentials: [{id: a, type: file, path: /a}, {id: b, type: file, path: /b}], egress: [${fields}]}`;

describe("policyDigest", () => {
  test("names its hash function and is stable across releases", () => {
    expect(digest(fixture("minimal.yaml"))).toBe(
      "sha256:a57a6a9294a192adca120ee761f023936df099188a263840ac64719f56331802",
    );
  });

  test("is the same for other spellings of one policy", () => {
    expect(digest(fixture("spellings-brought-to-one-form.yaml"))).toBe(digest(fixture("spellings.yaml")));
  });

  test.each([
    ["case and trailing dot", "{domain: Api.Example.com.}", "{domain: api.example.com}"],
    ["order of keys", "{ports: [80], domain: api.example.com}", "{domain: api.example.com, ports: [80]}"],
    ["order of ports", "{domain: a.example, ports: [80, 443]}", "{domain: a.example, ports: [443, 80, 80]}"],
    ["ports that are 443", "{domain: a.example}", "{domain: a.example, ports: [443]}"],
    ["empty ports", "{domain: a.example, ports: []}", "{domain: a.example, ports: [443]}"],
    [
      "order and case of methods",
      "{domain: a.example, methods: [get, POST]}",
      "{domain: a.example, methods: [POST, GET]}",
    ],
    ["empty methods", "{domain: a.example, methods: []}", "{domain: a.example}"],
    ["a v4-mapped network", '{cidr: "::ffff:192.0.2.0/120"}', "{cidr: 192.0.2.0/24}"],
    ["host bits", "{cidr: 192.0.2.77/24}", "{cidr: 192.0.2.0/24}"],
    ["private not allowed", "{domain: a.example, allow_private: false}", "{domain: a.example}"],
  ])("is the same for %s", (_, one, other) => {
    expect(digest(rule(one))).toBe(digest(rule(other)));
  });

  test.each([
    ["another host", "{domain: b.example}"],
    ["a host below", "{domain: a.a.example}"],
    ["a wildcard", '{domain: "*.a.example", allow_wildcard: true}'],
    ["another port", "{domain: a.example, ports: [80]}"],
    ["one port more", "{domain: a.example, ports: [443, 80]}"],
    ["a method", "{domain: a.example, methods: [GET]}"],
    ["a credential", "{domain: a.example, credential: a}"],
    ["a private range", "{domain: a.example, allow_private: true}"],
    ["a timeout", "{domain: a.example, timeout: 30s}"],
    ["a retry", "{domain: a.example, retry: {max_attempts: 2}}"],
    ["a network", "{cidr: 192.0.2.0/24}"],
    ["the same rule twice", "{domain: a.example}, {domain: a.example}"],
    ["no rule", ""],
  ])("is another for %s", (_, other) => {
    expect(digest(rule(other))).not.toBe(digest(rule("{domain: a.example}")));
  });

  test("is another when two rules change places, because ids count from their order", () => {
    const [a, b] = ["{domain: a.example}", "{domain: b.example}"];
    expect(digest(rule(`${a}, ${b}`))).not.toBe(digest(rule(`${b}, ${a}`)));
  });

  test("is another for every change of a setting, a server, a credential, a hook and a listener", () => {
    const all = fixture("all-sections.yaml");
    const changes = [
      ["name: invoice-agent", "name: other-agent"],
      ["service: object-storage", "service: block-storage"],
      ["/run/leases/signing.key", "/run/leases/other.key"],
      ["[read_entry, list_entries]", "[read_entry]"],
      ["[delete_entry]", "[]"],
      ["LOG_LEVEL: info", "LOG_LEVEL: debug"],
      ["egress_binding: ledger", "egress_binding: other"],
      ["hooks.example.com", "hooks.example.org"],
      ["path: /invoke", "path: /run"],
      ["port: 8080", "port: 8081"],
      ["max_tokens: 200000", "max_tokens: 200001"],
      ["requests_per_minute: 60", "requests_per_minute: 61"],
      ["api.openai.com, ", ""],
      ["audience: invoice-agent", "audience: other"],
      ["action: mask", "action: block"],
      ["Cite the invoice.", "Cite nothing."],
      ["cost_tracking: true", "cost_tracking: false"],
    ] as const;
    const digests = changes.map(([from, to]) => digest(all.replace(from, to)));
    expect(new Set([digest(all), ...digests]).size).toBe(changes.length + 1);
  });

  test("does not depend on how a document is written", () => {
    const tape = fc.array(fc.nat(1000), { minLength: 40, maxLength: 120 });
    const sorted = (model: DocumentModel) => JSON.stringify(Object.fromEntries(Object.entries(model).sort()));
    fc.assert(
      fc.property(documentModel, tape, (model, style) => {
        expect(digest(writeDocument(model, style))).toBe(digest(sorted(model)));
      }),
      { numRuns: 300 },
    );
  });
});
