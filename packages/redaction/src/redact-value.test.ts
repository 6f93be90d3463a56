import { describe, expect, it } from "vitest";
import type { JsonValue } from "./json-value.ts";
import { redactValue, redactValueWithReport } from "./redact-value.ts";
import { generate } from "./testing/generate.ts";
import { Random } from "./testing/random.ts";

const random = new Random(11);
const secret = (format: string): string => generate(format, random);
const R = "[REDACTED]";

describe("sharing", () => {
  it("returns the same reference when nothing changed", () => {
    const event = { actor: "daemon", payload: { policy_digest: `sha256:${secret("<hex:64>")}`, tokens: 5 } };
    expect(redactValue(event)).toBe(event);
  });

  it("shares the branches that did not change", () => {
    const kept = { run_id: "run_01J9Z0" };
    const redacted = redactValue({ kept, password: "x1" });
    expect(redacted).toEqual({ kept, password: R });
    expect(typeof redacted === "object" && redacted !== null && !Array.isArray(redacted) && redacted.kept).toBe(kept);
  });

  it("leaves its argument alone", () => {
    const value = { password: "x1", list: [`ghp_${secret("<base62:36>")}`] };
    const before = structuredClone(value);
    redactValue(value);
    expect(value).toEqual(before);
  });
});

describe("names", () => {
  const opaque = secret("<base62:24>");
  const cases: readonly (readonly [string, JsonValue, JsonValue])[] = [
    ["a secret-like name", { client_secret: opaque }, { client_secret: R }],
    ["a number under a password's name", { password: 12345678 }, { password: R }],
    [
      "an authorization header, keeping its scheme",
      { headers: { Authorization: `Bearer ${opaque}` } },
      { headers: { Authorization: `Bearer ${R}` } },
    ],
    ["a pair", ["authorization", `Bearer ${opaque}`], ["authorization", `Bearer ${R}`]],
    ["a flat list of headers", ["Host", "x.example", "X-Api-Key", opaque], ["Host", "x.example", "X-Api-Key", R]],
    ["a name and value object", { name: "DB_PASSWORD", value: "hunter2" }, { name: "DB_PASSWORD", value: R }],
    ["a value before its name", { value: opaque, name: "API_KEY" }, { value: R, name: "API_KEY" }],
    ["a list under a secret-like name", { passwords: ["hunter2", "swordfish7"] }, { passwords: [R, R] }],
    ["a private JSON Web Key", { kty: "OKP", d: opaque, x: "public" }, { kty: "OKP", d: R, x: "public" }],
    ["an option and its argument", ["mysql", "--password", "hunter2"], ["mysql", "--password", R]],
    ["a short option of a command", ["/usr/bin/sshpass", "-p", "hunter2"], ["/usr/bin/sshpass", "-p", R]],
    ["the pair behind curl's -u", ["curl", "-u", `bob:${opaque}`, "x"], ["curl", "-u", `bob:${R}`, "x"]],
    [
      "a Kubernetes secret whose members say nothing",
      { kind: "Secret", data: { config: opaque } },
      { kind: "Secret", data: { config: R } },
    ],
    ["a JSON patch", { op: "add", path: "/db/password", value: opaque }, { op: "add", path: "/db/password", value: R }],
    [
      "a phrase as an array of words",
      { mnemonic: Array.from({ length: 12 }, () => secret("<lower:5>")) },
      { mnemonic: Array.from({ length: 12 }, () => R) },
    ],
    ["cookies", { cookie: `session=${opaque}; theme=dark` }, { cookie: `session=${R}; theme=dark` }],
  ];
  for (const [title, value, expected] of cases) {
    it(`reads ${title}`, () => expect(redactValue(value)).toEqual(expected));
  }

  it("keeps options whose arguments are no secrets", () => {
    for (const argv of [
      ["docker", "run", "-p", "8080:80", "nginx"],
      ["ssh", "-p", "2222", "host"],
      ["app", "--password-file", "/run/secrets/db"],
      ["app", "--token", "--verbose"],
      ["curl", "-u", "bob", "https://x.example"],
    ])
      expect(redactValue(argv)).toBe(argv);
  });

  it("keeps what secret-like names say of harmless things", () => {
    const event = {
      token_count: 5,
      max_tokens: 4096,
      key: "region",
      credential_id: "stripe-readonly",
      primary_key: "run_id",
      api_key_id: secret("<hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:12>"),
      idempotency_key: secret("<hex:32>"),
      record_hash: secret("<hex:64>"),
      secret_name: "db-main",
      token: null,
      password: "",
      auth: "none",
      credential: "openrouter-key",
      tokens: ["a", "the"],
      password_required: true,
      public_key: secret("<base64:43>="),
    };
    expect(redactValue(event)).toBe(event);
  });
});

describe("secrets as names", () => {
  it("redacts the name and keeps the value", () => {
    expect(redactValue({ [`ghp_${secret("<base62:36>")}`]: "github.com" })).toEqual({ [R]: "github.com" });
  });

  it("keeps every value when names become equal", () => {
    const value = { [`ghp_${secret("<base62:36>")}`]: 1, [`ghp_${secret("<base62:36>")}`]: 2, [R]: 3 };
    const redacted = redactValue(value);
    expect(Object.values(redacted ?? {}).sort()).toEqual([1, 2, 3]);
    expect(redactValue(redacted)).toBe(redacted);
  });

  it("keeps an own __proto__ member an own member", () => {
    const value: JsonValue = JSON.parse(`{"__proto__":{"password":"hunter2"},"a":1}`);
    const redacted = redactValue(value);
    expect(JSON.stringify(redacted)).toBe(`{"__proto__":{"password":"${R}"},"a":1}`);
    expect(Object.getPrototypeOf(redacted)).toBe(Object.prototype);
  });
});

describe("depth", () => {
  const nested = (depth: number, leaf: JsonValue): JsonValue => {
    let value = leaf;
    for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
    return value;
  };

  it("walks a thousand levels", () => {
    expect(JSON.stringify(redactValue(nested(1000, { password: "hunter2" })))).not.toContain("hunter2");
  });

  it("replaces what lies too deep instead of overflowing the stack", () => {
    expect(JSON.stringify(redactValue(nested(5000, "hunter2")))).toContain(R);
  });
});

it("reports what it removed by rule", () => {
  const { report } = redactValueWithReport({ password: "hunter2", log: `npm_${secret("<base62:36>")}` });
  expect(report).toEqual({ total: 2, byRule: { "npm-token": 1, "secret-member": 1 } });
});
