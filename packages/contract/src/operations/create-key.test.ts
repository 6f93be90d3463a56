import { describe, expect, it } from "vitest";
import { placesOf } from "../../test/fixture-files.ts";
import { CreateKeyRequest } from "./create-key.ts";

const RUNTIME = {
  principal_id: "agentpaas-daemon",
  principal_kind: "service",
  scopes: ["events:write", "runs:read"],
  actors: ["daemon"],
  relays_other_actors: true,
};
const REVIEWER = {
  principal_id: "ada@example.com",
  principal_kind: "human",
  scopes: ["confirmations:decide", "runs:read", "audit:read"],
};
const EXECUTOR = { principal_id: "executor", principal_kind: "service", scopes: ["grants:apply", "runs:read"] };

const refusals = (request: unknown) =>
  (CreateKeyRequest.safeParse(request).error?.issues ?? []).map(({ path, message }) => `${path.join(".")} ${message}`);

describe("CreateKeyRequest", () => {
  it.each([
    ["a runtime", RUNTIME],
    ["a reviewer", REVIEWER],
    ["an executor", EXECUTOR],
  ])("takes %s", (_, request) => {
    expect(CreateKeyRequest.parse(request)).toMatchObject(request);
  });

  it("speaks for no actor and relays none where nothing is said", () => {
    expect(CreateKeyRequest.parse(EXECUTOR)).toMatchObject({ actors: [], relays_other_actors: false });
  });

  it.each([
    ["a scope that stands twice", { ...RUNTIME, scopes: ["events:write", "events:write"] }, "scopes must not repeat"],
    [
      "a service that decides",
      { ...REVIEWER, principal_kind: "service" },
      "scopes confirmations:decide is for principals of kind human",
    ],
    [
      "an agent that decides",
      { ...REVIEWER, principal_kind: "agent" },
      "scopes confirmations:decide is for principals of kind human",
    ],
    [
      "a reviewer that proposes",
      { ...REVIEWER, scopes: ["confirmations:decide", "policy:propose"] },
      "scopes confirmations:decide goes with runs:read and audit:read only",
    ],
    [
      "a reviewer that administers",
      { ...REVIEWER, scopes: ["confirmations:decide", "tenant:admin"] },
      "scopes confirmations:decide goes with runs:read and audit:read only",
    ],
    [
      "a person that redeems grants",
      { ...EXECUTOR, principal_kind: "human" },
      "scopes grants:apply is for principals of kind service",
    ],
    [
      "an agent that redeems grants",
      { ...EXECUTOR, principal_kind: "agent" },
      "scopes grants:apply is for principals of kind service",
    ],
    [
      "actors of a key that sends no events",
      { ...EXECUTOR, actors: ["daemon"] },
      "actors actors are for keys with events:write",
    ],
    [
      "relaying with a key that sends no events",
      { ...EXECUTOR, relays_other_actors: true },
      "actors actors are for keys with events:write",
    ],
  ])("refuses %s", (_, request, refusal) => {
    expect(refusals(request)).toEqual([refusal]);
  });

  it.each([
    ["no scopes", { scopes: [] }, ["scopes"]],
    ["an unknown scope", { scopes: ["deployment:admin"] }, ["scopes", 0]],
    ["an unknown kind", { principal_kind: "admin" }, ["principal_kind"]],
    ["a principal with a space", { principal_id: "a b" }, ["principal_id"]],
    ["an empty actor", { actors: [""] }, ["actors", 0]],
    ["an expiry without a zone", { expires_at: "2026-07-02T09:00:00" }, ["expires_at"]],
    ["a tenant, which comes from the key alone", { tenant_id: "acme" }, ["tenant_id"]],
  ])("refuses %s", (_, change, place) => {
    expect(placesOf(CreateKeyRequest.safeParse({ ...RUNTIME, ...change }).error)).toContainEqual(place);
  });
});
