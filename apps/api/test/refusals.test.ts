import { fillPath, formatApiKey, type Operation, operations, problemsOf, type Scope } from "@operator/contract";
import { describe, expect, it } from "vitest";
import { DEPLOYMENT_KEY, openTenant, problemOf, send, type TestTenant } from "./harness.ts";

/** Every operation refuses the same things in the same way; whoever adds one to the table adds it to this suite. */
const table: [string, Operation][] = Object.entries(operations);

const keyed = table.filter(([, { scope }]) => scope !== "public");

function pathOf(operation: Operation): string {
  const params: Record<string, string> = {
    run_id: "run_unknown",
    agent: "nobodys-agent",
    confirmation_id: `confirm_${"0".repeat(32)}`,
    key_id: "key_00000000000000000000",
    tenant_id: "nobody",
    type: "log",
    ref: "1:reason:1",
    digest: "0".repeat(64),
  };
  return fillPath(operation.path, (name) => params[name] ?? "x");
}

/** The example of an operation as its body is sent. */
function exampleBody({ body, example }: Operation): string {
  return body?.reads === "text" || body?.reads === "stream" ? String(example.body) : JSON.stringify(example.body ?? {});
}

/** The query of an operation's example, and more. */
function queryOf({ example }: Operation, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({ ...(example.query as Record<string, string> | undefined), ...more });
  return query.size === 0 ? "" : `?${query}`;
}

function call(operation: Operation, headers: Record<string, string>, body?: BodyInit, query = queryOf(operation)) {
  const type = operation.body === undefined ? {} : { "content-type": operation.body.mediaTypes[0] ?? "" };
  return send(pathOf(operation) + query, {
    method: operation.method,
    headers: { ...type, ...headers },
    ...(operation.body === undefined ? {} : { body: body ?? exampleBody(operation) }),
  });
}

async function refusal(operation: Operation, response: Response, status: number, code: string) {
  const problem = await problemOf(response);
  expect(problem).toMatchObject({ status, code });
  expect(problemsOf(operation)).toContain(problem.code);
  expect(response.headers.get("x-request-id")).toBe(problem.request_id);
}

/** Which of a tenant's keys has a scope. */
const HOLDERS: Record<Scope, keyof TestTenant["keys"]> = {
  "events:write": "runtime",
  "runs:read": "runtime",
  "projects:validate": "agent",
  "policy:propose": "agent",
  "policy:write": "admin",
  "audit:read": "admin",
  "tenant:admin": "admin",
  "confirmations:decide": "reviewer",
  "grants:apply": "executor",
};

/** A key with the operation's scope, so that scopes are not what is refused. */
async function keyFor({ scope }: Operation): Promise<string> {
  if (scope === "deployment:admin") return DEPLOYMENT_KEY;
  const { keys } = await openTenant();
  return scope === "public" ? keys.runtime : keys[HOLDERS[scope]];
}

describe.each(keyed)("%s", (_, operation) => {
  it("refuses a request without a key", async () => {
    const response = await call(operation, {});
    expect(response.headers.get("www-authenticate")).toMatch(/^Bearer/);
    await refusal(operation, response, 401, "authentication_required");
  });

  it.each([
    ["no key at all", "nonsense"],
    ["a mistyped key", `op_test_nobody_${"A".repeat(38)}`],
    ["a well-formed key of nobody", formatApiKey({ env: "test", tenant: "nobody", random: new Uint8Array(96) })],
    [
      "a well-formed key of the deployment",
      formatApiKey({ env: "test", tenant: "deployment", random: new Uint8Array(96) }),
    ],
  ])("refuses %s", async (_name, key) => {
    await refusal(operation, await call(operation, { authorization: `Bearer ${key}` }), 401, "invalid_api_key");
  });

  it("refuses a key without its scope", async () => {
    const { admin } = await openTenant();
    const other = { principal_id: "other", principal_kind: "service" } as const;
    const { key } = await admin.createKey({
      body:
        operation.scope === "events:write"
          ? { ...other, scopes: ["runs:read"] }
          : { ...other, scopes: ["events:write"], actors: ["daemon"] },
    });
    await refusal(operation, await call(operation, { authorization: `Bearer ${key}` }), 403, "insufficient_scope");
  });
});

describe.each(table)("%s", (_, operation) => {
  it("refuses another major schema version", async () => {
    const headers = { "operator-schema-version": "2.0.0" };
    await refusal(operation, await call(operation, headers), 406, "unsupported_schema_version");
  });

  it("refuses a query field that it does not know", async () => {
    const headers = { authorization: `Bearer ${await keyFor(operation)}` };
    const query = queryOf(operation, { surprise: "1" });
    await refusal(operation, await call(operation, headers, undefined, query), 422, "unknown_field");
  });

  it("refuses a method that its path does not take", async () => {
    const problem = await problemOf(await send(pathOf(operation), { method: "PATCH" }));
    expect(problem.code).toBe("method_not_allowed");
  });
});

const withBody = table.filter(([, { body }]) => body !== undefined);

describe.each(withBody)("%s", (_, operation) => {
  it("refuses another content type", async () => {
    const headers = { authorization: `Bearer ${await keyFor(operation)}`, "content-type": "image/png" };
    await refusal(operation, await call(operation, headers, "{}"), 415, "unsupported_media_type");
  });

  it("refuses a body that says itself that it is too large", async () => {
    const bytes = new Uint8Array((operation.body?.maxBytes ?? 0) + 1).fill(0x20);
    const headers = { authorization: `Bearer ${await keyFor(operation)}` };
    await refusal(operation, await call(operation, headers, bytes), 413, "body_too_large");
  });
});

// A body that is read as it arrives is looked at last: the tests of those operations say what is refused then.
const readWhole = withBody.filter(([, { body }]) => body?.reads !== "stream");

describe.each(readWhole)("%s", (_, operation) => {
  it("refuses bytes that are not UTF-8", async () => {
    const headers = { authorization: `Bearer ${await keyFor(operation)}` };
    const body = new Uint8Array([0x7b, 0xff, 0x7d]);
    await refusal(operation, await call(operation, headers, body), 400, "invalid_utf8");
  });

  it("refuses a body that turns out to be too large", async () => {
    const key = await keyFor(operation);
    const bytes = new Uint8Array((operation.body?.maxBytes ?? 0) + 1).fill(0x20);
    const headers = { authorization: `Bearer ${key}` };
    const stream = new Blob([bytes]).stream();
    await refusal(operation, await call(operation, headers, stream), 413, "body_too_large");
  });
});

describe.each(readWhole.filter(([, { body }]) => body?.reads !== "text"))("%s", (_, operation) => {
  it.each([
    ["what is not JSON", "{", 400, "malformed_json"],
    ["a key that stands twice", '{"a":1,"a":2}', 422, "duplicate_key"],
    ["a prototype key", '{"__proto__":1}', 422, "forbidden_key"],
    ["a number beyond 2^53", '{"a":9007199254740993}', 422, "number_not_exact"],
    ["a NUL", '{"a":"\\u0000"}', 422, "nul_character"],
    ["half a surrogate pair", '{"a":"\\ud800"}', 422, "lone_surrogate"],
    ["deep nesting", `{"a":${"[".repeat(40)}${"]".repeat(40)}}`, 422, "nesting_too_deep"],
    ["an unknown field", '{"surprise":1}', 422, "unknown_field"],
  ])("refuses %s", async (_name, body, status, code) => {
    const key = await keyFor(operation);
    const problem = await problemOf(await call(operation, { authorization: `Bearer ${key}` }, body));
    expect(problem.status).toBe(status);
    // A schema may find something missing before it finds something unknown.
    expect([problem.code, ...(problem.errors ?? []).map((error) => error.code)]).toContain(code);
  });
});
