import { createClient } from "@operator/client";
import {
  API_KEY_RANDOM_BYTES,
  fillPath,
  formatApiKey,
  type Operation,
  type OperationName,
  operations,
  type RequiredScope,
} from "@operator/contract";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { event } from "../../support/events.ts";
import { type Answer, outputOf, type Sent, send, withoutRequestId } from "../../support/http.ts";
import { openTenant, type Tenant } from "../../support/tenants.ts";
import { until } from "../../support/until.ts";
import {
  baseUrl,
  expectNoRun,
  expectNothingStored,
  expectRefusal,
  freshRun,
  ingest,
  type Refused,
} from "./refusals.ts";

const service = inject("service");
const all = Object.entries(operations) as [OperationName, Operation][];
type Keyed = Operation & { scope: RequiredScope };
/** Every operation that asks for a key. */
const table = all.filter((entry): entry is [OperationName, Keyed] => entry[1].scope !== "public");

let tenant: Tenant;
let other: Tenant;
beforeAll(async () => {
  tenant = await openTenant(service, "locked-doors");
  other = await openTenant(service, "next-door");
});

/** The example of an operation, sent by a key or with headers of the test's own. */
function sendExample(operation: Operation, sent: Sent): Promise<Answer> {
  const params: { [name: string]: unknown } = { ...operation.example.params };
  const path = fillPath(operation.path, (name) => String(params[name]));
  const body = operation.body && {
    headers: { "content-type": "application/json", ...sent.headers },
    body: JSON.stringify(operation.example.body),
  };
  return send(baseUrl + path, { method: operation.method, ...sent, ...body });
}

/** A key that no directory knows, with the right checksum. */
function strangerOf(id: string, env = "local"): string {
  return formatApiKey({ env, tenant: id, random: new Uint8Array(API_KEY_RANDOM_BYTES).fill(7) });
}

function mistyped(key: string): string {
  const at = key.length - 12;
  return key.slice(0, at) + (key[at] === "x" ? "y" : "x") + key.slice(at + 1);
}

const required = { code: "authentication_required", status: 401 } as const;
const invalid = { code: "invalid_api_key", status: 401 } as const;
const HEADERS: ({ title: string; header: () => Record<string, string> } & Refused)[] = [
  { title: "no key", header: () => ({}), ...required },
  { title: "an empty header", header: () => ({ authorization: "" }), ...required },
  { title: "another scheme", header: () => ({ authorization: `Basic ${tenant.keys.runtime}` }), ...required },
  { title: "the scheme alone", header: () => ({ authorization: "Bearer" }), ...required },
  {
    title: "two keys",
    header: () => ({ authorization: `Bearer ${tenant.keys.runtime} ${tenant.keys.admin}` }),
    ...required,
  },
  { title: "a text that is no key", header: () => ({ authorization: "Bearer letmein" }), ...invalid },
  { title: "a mistyped key", header: () => ({ authorization: `Bearer ${mistyped(tenant.keys.runtime)}` }), ...invalid },
  {
    title: "a key cut short",
    header: () => ({ authorization: `Bearer ${tenant.keys.runtime.slice(0, -1)}` }),
    ...invalid,
  },
  {
    title: "a key of an unknown tenant",
    header: () => ({ authorization: `Bearer ${strangerOf("nobody")}` }),
    ...invalid,
  },
  {
    title: "an unknown key of a tenant",
    header: () => ({ authorization: `Bearer ${strangerOf(tenant.id)}` }),
    ...invalid,
  },
  {
    title: "a key of another environment",
    header: () => ({ authorization: `Bearer ${strangerOf(tenant.id, "live")}` }),
    ...invalid,
  },
  {
    title: "an unknown key of the deployment",
    header: () => ({ authorization: `Bearer ${strangerOf("deployment")}` }),
    ...invalid,
  },
];

describe.each(HEADERS)("$title", ({ title: _, header, ...expected }) => {
  it.each(table)("does not open %s", async (name, operation) => {
    const answer = await sendExample(operation, { headers: header() });
    expectRefusal(answer, name, expected);
    expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer\b/);
  });
});

/** A key that lacks a scope. */
function keyWithout(scope: RequiredScope): string {
  return scope === "runs:read" || scope === "deployment:admin" ? tenant.keys.admin : tenant.keys.reader;
}

describe("a key without the scope", () => {
  it.each(table)("does not open %s", async (name, operation) => {
    const refused = { code: "insufficient_scope", status: 403 } as const;
    expectRefusal(await sendExample(operation, { key: keyWithout(operation.scope) }), name, refused);
    if (operation.scope === "deployment:admin") return;
    // The deployment's own key opens tenants and looks into none.
    expectRefusal(await sendExample(operation, { key: service.deploymentAdminKey }), name, refused);
  });
});

describe("a public operation", () => {
  const open = all.filter(([, { scope }]) => scope === "public");

  it.each(open)("answers without a key, and whatever the key: %s", async (name, operation) => {
    for (const headers of [{}, { authorization: "Bearer letmein" }]) {
      outputOf(name, await sendExample(operation, { headers }));
    }
  });
});

it("a refused key has stored nothing", () => expectNothingStored(tenant));

describe("a key that has ended", () => {
  it("does not open anything once it is revoked", async () => {
    const admin = createClient({ baseUrl, apiKey: tenant.keys.admin });
    const made = { principal_id: "short-lived", principal_kind: "service" as const, scopes: ["runs:read" as const] };
    const { key, key_id } = await admin.createKey({ body: made });
    outputOf("listRuns", await send(`${baseUrl}/v1/runs`, { key }));
    await admin.revokeKey({ key_id });
    expectRefusal(await send(`${baseUrl}/v1/runs`, { key }), "listRuns", invalid);
  });

  it("does not open anything once it has expired", async () => {
    const admin = createClient({ baseUrl, apiKey: tenant.keys.admin });
    const made = { principal_id: "expired", principal_kind: "service" as const, scopes: ["runs:read" as const] };
    const expires_at = new Date(Date.now() + 1000).toISOString();
    const { key } = await admin.createKey({ body: { ...made, expires_at } });
    outputOf("listRuns", await send(`${baseUrl}/v1/runs`, { key }));
    const refused = await until("the end of a key that has expired", 30_000, async () => {
      const answer = await send(`${baseUrl}/v1/runs`, { key });
      return answer.status === 200 ? undefined : answer;
    });
    expectRefusal(refused, "listRuns", invalid);
  });
});

describe("an actor that the key may not speak for", () => {
  it.each(["daemon", "gateway", "harness", "Agent", "agent ", "user", "agent\u200b"])(
    "%j is refused to an agent's key",
    async (actor) => {
      const runId = freshRun();
      const events = [event(runId, { actor: "agent" }), event(runId, { actor })];
      const answer = await ingest(tenant, runId, { key: tenant.keys.agent, body: JSON.stringify({ events }) });
      const place = { index: 1, field: "events[1].actor" };
      expectRefusal(answer, "ingestEvents", { code: "actor_not_allowed", status: 403, ...place });
      await expectNoRun(tenant, runId);
    },
  );
});

describe("a run of another tenant", () => {
  const runId = "run_next_door";
  const known = "run_of_both";

  beforeAll(async () => {
    for (const id of [runId, known]) {
      await other.client.ingestEvents({
        run_id: id,
        body: { events: [event(id, { event_type: "run_failed" })] as never },
      });
    }
    await tenant.client.ingestEvents({ run_id: known, body: { events: [event(known)] as never } });
  });

  it.each(["summary", "failure", "timeline", "next-action"])(
    "answers %s exactly as an unknown one does",
    async (what) => {
      const ask = (id: string) => send(`${baseUrl}/v1/runs/${id}/${what}`, { key: tenant.keys.runtime });
      const foreign = await ask(runId);
      expect(foreign.status).toBe(404);
      expect(withoutRequestId(foreign)).toEqual(withoutRequestId(await ask("run_nobody_has")));
    },
  );

  it("is another run than the one of the same id here", async () => {
    expect(await other.client.summarizeRun({ run_id: known })).toMatchObject({ status: "failed" });
    expect(await tenant.client.summarizeRun({ run_id: known })).toMatchObject({ status: "running" });
  });

  it("is in no list and in no recommendation here", async () => {
    const { items } = await tenant.client.listRuns();
    expect(items.map(({ run_id }) => run_id)).toEqual([known]);
    expect(JSON.stringify(await tenant.client.nextProjectAction())).not.toContain(runId);
  });

  it("takes no event from here: the event founds a run of this tenant", async () => {
    const before = await other.client.getRunTimeline({ run_id: runId });
    await ingest(tenant, runId, { body: JSON.stringify({ events: [event(runId)] }) });
    expect(await other.client.getRunTimeline({ run_id: runId })).toEqual(before);
  });
});

it("a key of another tenant cannot be revoked, and is answered like an unknown one", async () => {
  const { items } = await createClient({ baseUrl, apiKey: other.keys.admin }).listKeys();
  const [foreign] = items;
  const revoke = (keyId: string) => send(`${baseUrl}/v1/keys/${keyId}`, { method: "DELETE", key: tenant.keys.admin });
  const answer = await revoke(foreign?.key_id ?? "");
  expectRefusal(answer, "revokeKey", { code: "key_not_found", status: 404 });
  expect(withoutRequestId(answer)).toEqual(withoutRequestId(await revoke(`key_${"0".repeat(32)}`)));
  await other.client.listRuns();
});
