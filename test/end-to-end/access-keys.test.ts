import { statSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@operator/client";
import { fillPath, type Operation, type OperationName, operations, Problem, type Scope } from "@operator/contract";
import { describe, expect, inject, it } from "vitest";
import { event } from "../support/events.ts";
import { send } from "../support/http.ts";

const { access, baseUrl, home } = inject("service");
const [reviewer1, reviewer2] = access.reviewers;

const REVIEWER: Scope[] = ["confirmations:decide", "runs:read", "audit:read"];
const RUNTIME_ACTORS = ["daemon", "gateway", "harness"];

/** The keys that a first start makes, and what each may do. */
const KEYS: { id: string; key: string; kind: string; scopes: Scope[]; actors?: string[]; relays?: true }[] = [
  {
    id: "runtime",
    key: access.keys.runtime,
    kind: "service",
    scopes: ["events:write", "runs:read"],
    actors: RUNTIME_ACTORS,
    relays: true,
  },
  {
    id: "agent",
    key: access.keys.agent,
    kind: "agent",
    scopes: ["events:write", "runs:read", "projects:validate", "policy:propose"],
    actors: ["agent"],
  },
  { id: "executor", key: access.keys.executor, kind: "service", scopes: ["grants:apply", "runs:read"] },
  {
    id: "admin",
    key: access.keys.admin,
    kind: "service",
    scopes: ["tenant:admin", "policy:write", "audit:read", "runs:read"],
  },
  { id: reviewer1.id, key: reviewer1.token, kind: "human", scopes: REVIEWER },
  { id: reviewer2.id, key: reviewer2.token, kind: "human", scopes: REVIEWER },
];

it("local.json says where the instance is and holds a different key of the tenant demo for everyone", () => {
  expect(access).toMatchObject({ base_url: baseUrl, tenant: "demo" });
  const keys = KEYS.map(({ key }) => key);
  expect(new Set(keys).size).toBe(KEYS.length);
  for (const key of keys) expect(key).toMatch(/^op_local_demo_[0-9A-Za-z]{38}$/);
});

it.each(["local.json", "secrets.json"])("%s can be read by its owner only", (file) => {
  expect(statSync(join(home, file)).mode & 0o777).toBe(0o600);
});

it("the tenant's list of keys says what each may do, and names no other that works", async () => {
  const { items } = await createClient({ baseUrl, apiKey: access.keys.admin }).listKeys();
  const working = items.filter(({ revoked_at }) => revoked_at === undefined);
  expect(working.map(({ principal_id }) => principal_id)).toEqual(KEYS.map(({ id }) => id));
  for (const { id, kind, scopes, actors = [], relays = false } of KEYS) {
    const listed = working.find(({ principal_id }) => principal_id === id);
    expect(listed).toMatchObject({ principal_kind: kind, actors, relays_other_actors: relays });
    expect(listed).not.toHaveProperty("expires_at");
    expect(listed?.scopes.toSorted()).toEqual(scopes.toSorted());
  }
});

/** A request that the operation's scope alone decides on: it is refused for its unknown query field next. */
async function isOpen(operation: Operation, key: string): Promise<boolean> {
  const path = fillPath(operation.path, () => "nothing");
  const { text } = await send(`${baseUrl}${path}?surprise=1`, { method: operation.method, key });
  const { code } = Problem.parse(JSON.parse(text));
  return code !== "insufficient_scope";
}

describe.each(KEYS)("the key of $id", ({ id, key, scopes, actors = [], relays = false }) => {
  it("opens the operations of its scopes and no other", async () => {
    const table = Object.entries(operations) as [OperationName, Operation][];
    for (const [name, operation] of table) {
      const opens = operation.scope === "public" || scopes.some((scope) => scope === operation.scope);
      expect([name, await isOpen(operation, key)]).toEqual([name, opens]);
    }
  });

  if (!scopes.includes("events:write")) return;
  it.each([...RUNTIME_ACTORS, "agent", "user"])("may speak for its own actors only: %s", async (actor) => {
    const runId = `run_of_${id}_as_${actor}`;
    const body = JSON.stringify({ events: [event(runId, { actor })] });
    const headers = { "content-type": "application/json" };
    const { status } = await send(`${baseUrl}/v1/runs/${runId}/events`, { method: "POST", key, headers, body });
    expect(status).toBe(actors.includes(actor) || relays ? 200 : 403);
  });
});
