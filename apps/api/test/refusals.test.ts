import { formatApiKey, type Operation, operations, problemsOf } from "@operator/contract";
import { describe, expect, it } from "vitest";
import { DEPLOYMENT_KEY, openTenant, problemOf, send } from "./harness.ts";

/** Every operation refuses the same things in the same way; whoever adds one to the table adds it to this suite. */
const table: [string, Operation][] = Object.entries(operations);

const keyed = table.filter(([, { scope }]) => scope !== "public");

function pathOf(operation: Operation): string {
  const params: Record<string, string> = {
    run_id: "run_unknown",
    key_id: "key_00000000000000000000",
    tenant_id: "nobody",
  };
  return operation.path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "x");
}

function call(operation: Operation, headers: Record<string, string>, body?: BodyInit) {
  const type = operation.body === undefined ? {} : { "content-type": operation.body.mediaTypes[0] ?? "" };
  return send(pathOf(operation), {
    method: operation.method,
    headers: { ...type, ...headers },
    ...(operation.body === undefined ? {} : { body: body ?? JSON.stringify(operation.example.body) }),
  });
}

async function refusal(operation: Operation, response: Response, status: number, code: string) {
  const problem = await problemOf(response);
  expect(problem).toMatchObject({ status, code });
  expect(problemsOf(operation)).toContain(problem.code);
  expect(response.headers.get("x-request-id")).toBe(problem.request_id);
}

/** A key with every scope that one principal may have together, so that scopes are not what is refused. */
async function keyFor(operation: Operation): Promise<string> {
  if (operation.scope === "deployment:admin") return DEPLOYMENT_KEY;
  const tenant = await openTenant();
  return ["tenant:admin", "audit:read"].includes(operation.scope) ? tenant.keys.admin : tenant.keys.runtime;
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
    const tenant = await openTenant();
    const key = operation.scope === "runs:read" ? undefined : tenant.keys.reviewer;
    if (key === undefined) {
      const { key: writer } = await tenant.admin.createKey({
        body: { principal_id: "writer", principal_kind: "service", scopes: ["events:write"], actors: ["daemon"] },
      });
      await refusal(operation, await call(operation, { authorization: `Bearer ${writer}` }), 403, "insufficient_scope");
    } else {
      await refusal(operation, await call(operation, { authorization: `Bearer ${key}` }), 403, "insufficient_scope");
    }
  });
});

describe.each(table)("%s", (_, operation) => {
  it("refuses another major schema version", async () => {
    const headers = { "operator-schema-version": "2.0.0" };
    await refusal(operation, await call(operation, headers), 406, "unsupported_schema_version");
  });

  it("refuses a query field that it does not know", async () => {
    const key = await keyFor(operation);
    const query = new URLSearchParams({ ...(operation.example.query as object | undefined), surprise: "1" });
    const response = await send(`${pathOf(operation)}?${query}`, {
      method: operation.method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    });
    await refusal(operation, response, 422, "unknown_field");
  });

  it("refuses a method that its path does not take", async () => {
    const problem = await problemOf(await send(pathOf(operation), { method: "PATCH" }));
    expect(problem.code).toBe("method_not_allowed");
  });
});

describe.each(table.filter(([, operation]) => operation.body !== undefined))("%s", (_, operation) => {
  it.each([
    ["another content type", { "content-type": "text/plain" }, "{}", 415, "unsupported_media_type"],
    ["bytes that are not UTF-8", {}, new Uint8Array([0x7b, 0xff, 0x7d]), 400, "invalid_utf8"],
    ["what is not JSON", {}, "{", 400, "malformed_json"],
    ["a key that stands twice", {}, '{"a":1,"a":2}', 422, "duplicate_key"],
    ["a prototype key", {}, '{"__proto__":1}', 422, "forbidden_key"],
    ["a number beyond 2^53", {}, '{"a":9007199254740993}', 422, "number_not_exact"],
    ["a NUL", {}, '{"a":"\\u0000"}', 422, "nul_character"],
    ["half a surrogate pair", {}, '{"a":"\\ud800"}', 422, "lone_surrogate"],
    ["deep nesting", {}, `{"a":${"[".repeat(40)}${"]".repeat(40)}}`, 422, "nesting_too_deep"],
    ["an unknown field", {}, '{"surprise":1}', 422, "unknown_field"],
  ])("refuses %s", async (_name, headers, body, status, code) => {
    const key = await keyFor(operation);
    const response = await call(operation, { authorization: `Bearer ${key}`, ...headers }, body);
    const problem = await problemOf(response);
    expect(problem.status).toBe(status);
    // A schema may find something missing before it finds something unknown.
    expect([problem.code, ...(problem.errors ?? []).map((error) => error.code)]).toContain(code);
  });

  it("refuses a body that is too large, told of its length or not", async () => {
    const key = await keyFor(operation);
    const bytes = new Uint8Array((operation.body?.maxBytes ?? 0) + 1).fill(0x20);
    const headers = { authorization: `Bearer ${key}` };
    await refusal(operation, await call(operation, headers, bytes), 413, "body_too_large");
    const stream = new Blob([bytes]).stream();
    await refusal(operation, await call(operation, headers, stream), 413, "body_too_large");
  });
});
