import { expect, test } from "vitest";
import { egress } from "../testing/policies.ts";
import { goesTo, placeOf } from "./destination.ts";

test.each([
  ["api.example.com:8443", "api.example.com:8443", true],
  ["api.example.com:8443", "API.example.com.", true],
  ["api.example.com:8443", "https://api.example.com:8443/path?x=1", true],
  ["api.example.com:8443", "api.example.com:443", false],
  ["api.example.com:8443", "https://api.example.com/", false],
  ["api.example.com:8443", "example.com", false],
  ["127.0.0.1:80", "0x7f000001:80", true],
])("an action to %s goes to %s: %s", (action, place, expected) => {
  expect(goesTo(egress(action), place)).toBe(expected);
});

test("an IPv6 address stands in brackets where a port follows", () => {
  expect(goesTo({ kind: "egress", host: "2001:db8::1", port: 80 }, "[2001:DB8:0::1]:80")).toBe(true);
});

test("a tool is named with its server or alone", () => {
  const action = { kind: "tool", server: "docs", tool: "read" } as const;
  expect(["docs/read", "read", "docs", "mail/read"].map((place) => goesTo(action, place))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test.each([
  egress("api.example.com:8443"),
  { kind: "egress", host: "2001:db8::1", port: 80 } as const,
  { kind: "tool", server: "docs", tool: "a/b" } as const,
  { kind: "ingress", path: "/hook" } as const,
])("%o goes where its place says", (action) => {
  expect(goesTo(action, placeOf(action))).toBe(true);
});
