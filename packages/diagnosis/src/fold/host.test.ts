import { expect, test } from "vitest";
import { destinationOf, hostOf } from "./host.ts";

test.each([
  ["API.Example.com.:443", "api.example.com", "443"],
  ["api.example.com", "api.example.com", "443"],
  ["https://user@api.example.com/v1/x?y", "api.example.com", "443"],
  ["http://api.example.com/v1", "api.example.com", "80"],
  ["http://localhost:8080/healthz", "localhost", "8080"],
  ["[2001:db8::1]:8443", "[2001:db8::1]", "8443"],
])("%s is one destination in one spelling", (text, host, port) => {
  expect(destinationOf(text)).toEqual({ host, port });
});

test("Prose is no destination", () => {
  expect(hostOf("the weather service")).toBeUndefined();
});
