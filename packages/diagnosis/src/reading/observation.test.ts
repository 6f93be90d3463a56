import { expect, test } from "vitest";
import type { RunEvent } from "../fold/event.ts";
import { observationOf } from "./observation.ts";

function observed(payload: RunEvent["payload"]) {
  return observationOf({ seq: 1, at: 0, timestamp: "", event_type: "failure_context", actor: "harness", payload });
}

const URL = "https://API.example.com/v1/charges";

test("The attached answer of a host is read with its host in one spelling", () => {
  const upstream_evidence = { status_code: 503, availability: "unavailable", url: URL };
  expect(observed({ upstream_evidence })).toEqual({
    status: 503,
    availability: "unavailable",
    host: "api.example.com",
  });
});

test.each([
  ["openai-key", "openai-key"],
  ["", ""],
  ["unbound", ""],
  [null, ""],
  [{ id: "openai-key", bound: true }, "openai-key"],
  [{ id: "openai-key", bound: false }, ""],
  [{ id: "openai-key", status: "unbound" }, ""],
])("The credential %j reads as %j", (credential, id) => {
  expect(observed({ upstream_evidence: { status_code: 401, credential } })).toMatchObject({ credential: id });
});

test("An event without an answer has none, and a status in words is no status of a host", () => {
  expect(observed({ reason: "boom" })).toBeUndefined();
  expect(observed({ status: "failed", exit_code: 1 })).toBeUndefined();
  expect(observed({ upstream_evidence: { status_code: "503" } })).toBeUndefined();
});
