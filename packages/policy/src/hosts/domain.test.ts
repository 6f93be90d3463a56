import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDomain } from "./domain.ts";

describe("readDomain", () => {
  test.each([
    ["api.example.com", "api.example.com"],
    ["API.Example.COM", "api.example.com"],
    ["api.example.com.", "api.example.com"],
    ["bücher.example", "xn--bcher-kva.example"],
    ["XN--BCHER-KVA.example", "xn--bcher-kva.example"],
    ["api。example。com", "api.example.com"],
    ["ＡＰＩ.example", "api.example"],
    ["redis", "redis"],
    ["_dmarc.example.com", "_dmarc.example.com"],
    ["1password.com", "1password.com"],
  ])("reads %s as the host %s", (text, host) => {
    expect(readDomain(text)).toEqual({ kind: "host", host, rewritten: text !== host });
  });

  test("reads a wildcard as what comes behind its first label", () => {
    expect(readDomain("*.Example.com.")).toEqual({ kind: "wildcard", suffix: "example.com", rewritten: true });
    expect(readDomain("*.a.b.example.com")).toEqual({ kind: "wildcard", suffix: "a.b.example.com", rewritten: false });
  });

  test.each([
    "127.1",
    "0x7f000001",
    "2130706433",
    "017700000001",
    "1.2.3.4.",
    "①②⑦.0.0.1",
    "::1",
    "[::1]",
    "fe80::1%eth0",
  ])("takes %s for an address", (text) => {
    expect(readDomain(text)).toEqual({ kind: "refused", code: "domain_is_address" });
  });

  test.each([
    "*",
    "*.",
    "*.com",
    "**.example.com",
    "*.*.example.com",
    "a.*.example.com",
    "*.1.2.3.4",
    "*.localhost",
    "*.[::1]",
  ])("takes no wildcard %s", (text) => {
    expect(readDomain(text).kind).toBe("refused");
  });

  test("what it reads it reads again the same", () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.string({ unit: "binary", maxLength: 40 })), (text) => {
        const read = readDomain(text);
        if (read.kind === "refused") return;
        const canonical = read.kind === "host" ? read.host : `*.${read.suffix}`;
        expect(readDomain(canonical)).toEqual({ ...read, rewritten: false });
        expect(canonical).toMatch(/^(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/);
      }),
      { numRuns: 2000 },
    );
  });
});
