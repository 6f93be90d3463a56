import type { OperationName, ProblemCode } from "@operator/contract";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { CANARY, event } from "../../support/events.ts";
import { send } from "../../support/http.ts";
import { openTenant, type Tenant } from "../../support/tenants.ts";
import { baseUrl, expectRefusal, ingest } from "./refusals.ts";

const RUN = "run_asked";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await openTenant(inject("service"), "bad-requests");
  await tenant.client.ingestEvents({ run_id: RUN, body: { events: [event(RUN)] as never } });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  send(baseUrl + path, { key: tenant.keys.runtime, headers });

const QUERIES: [name: OperationName, path: string, field: string, code: ProblemCode][] = [
  ...["0", "-1", "abc", "201", "1.5", "", "1e99", "0x10", "Infinity", "%20"].map(
    (limit): [OperationName, string, string, ProblemCode] => [
      "getRunTimeline",
      `/v1/runs/${RUN}/timeline?limit=${limit}`,
      "limit",
      "invalid_request",
    ],
  ),
  ["listRuns", "/v1/runs?limit=101", "limit", "invalid_request"],
  ["listRuns", "/v1/runs?limit=1&limit=2", "limit", "invalid_request"],
  ["listRuns", `/v1/runs?status=${encodeURIComponent(CANARY)}`, "status", "invalid_request"],
  ["listRuns", "/v1/runs?status=", "status", "invalid_request"],
  ["listRuns", "/v1/runs?error_category=POLICY_DENIED", "error_category", "invalid_request"],
  ["listRuns", "/v1/runs?agent=", "agent", "invalid_request"],
  ["listRuns", `/v1/runs?surprise=${encodeURIComponent(CANARY)}`, "surprise", "unknown_field"],
  ["listRuns", `/v1/runs?${encodeURIComponent(CANARY)}=1`, "*", "unknown_field"],
  ["listRuns", "/v1/runs?__proto__=1", "__proto__", "unknown_field"],
  ["summarizeRun", `/v1/runs/${RUN}/summary?limit=1`, "limit", "unknown_field"],
  ["summarizeRun", `/v1/runs/${encodeURIComponent(CANARY)}/summary`, "run_id", "invalid_request"],
  ["summarizeRun", "/v1/runs/a%2Fb/summary", "run_id", "invalid_request"],
  ["summarizeRun", "/v1/runs/%00/summary", "run_id", "invalid_request"],
  ["summarizeRun", "/v1/runs/-run/summary", "run_id", "invalid_request"],
  ["summarizeRun", `/v1/runs/${"r".repeat(129)}/summary`, "run_id", "invalid_request"],
  // What is broken in its percent-encoding stays as it is, and is no run id then.
  ["summarizeRun", "/v1/runs/%E0%A4%A/summary", "run_id", "invalid_request"],
  ["summarizeRun", "/v1/runs/%zz/summary", "run_id", "invalid_request"],
  ["summarizeRun", "/v1/runs/%ff/summary", "run_id", "invalid_request"],
];

describe("a path or query that the schema does not take is refused by its field:", () => {
  it.each(QUERIES)("%s %s", async (name, path, field, code) => {
    expectRefusal(await get(path), name, { code, status: 422, field });
  });
});

describe("a schema version that is not spoken here is refused:", () => {
  it.each(["2", "2.0.0", "0.9", "11", "1.x", "1.0.0.0", "v1", "latest", "", "1,2", "1".repeat(40)])(
    "%j",
    async (version) => {
      const refused = { code: "unsupported_schema_version", status: 406 } as const;
      expectRefusal(await get("/v1/runs", { "operator-schema-version": version }), "listRuns", refused);
      const body = JSON.stringify({ events: [event("run_of_another_version")] });
      const sent = { body, headers: { "operator-schema-version": version } };
      expectRefusal(await ingest(tenant, "run_of_another_version", sent), "ingestEvents", refused);
      expect((await get("/v1/runs/run_of_another_version/summary")).status).toBe(404);
    },
  );

  it.each(["1", "1.0", "1.0.0", "1.7.3", " 1.0.0 "])("%j is spoken", async (version) => {
    const answer = await get("/v1/runs", { "operator-schema-version": version });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("operator-schema-version")).toBe("1.0.0");
  });
});

describe("a method that the path does not take is refused, with those that it takes:", () => {
  it.each([
    ["POST", "/v1/runs", "GET"],
    ["DELETE", `/v1/runs/${RUN}/events`, "POST"],
    ["GET", `/v1/runs/${RUN}/events`, "POST"],
    ["PUT", `/v1/runs/${RUN}/timeline`, "GET"],
    ["PATCH", "/v1/keys", "POST, GET"],
    ["OPTIONS", "/v1/next-action", "GET"],
  ])("%s %s", async (method, path, allow) => {
    const answer = await send(baseUrl + path, { method, key: tenant.keys.runtime });
    expectRefusal(answer, undefined, { code: "method_not_allowed", status: 405 });
    expect(answer.headers.get("allow")?.split(", ").sort()).toEqual(allow.split(", ").sort());
  });
});

describe("a path that leads nowhere is refused:", () => {
  it.each([
    "/",
    "/v1",
    "/v1/",
    "/v2/runs",
    "/v1/runs/",
    `/v1/runs/${RUN}`,
    `/v1/runs/${RUN}/summary/`,
    `/v1/runs/${RUN}/Summary`,
    "/v1/runs//summary",
    "/v1/runs/../../etc/passwd",
    "/%2e%2e/secrets.json",
    "/%zz",
    "/constructor",
    "/problems/constructor",
    "/problems/__proto__",
  ])("%s", async (path) => {
    expectRefusal(await get(path), undefined, { code: "not_found", status: 404 });
  });
});

it("the type of a problem leads to what it means", async () => {
  const answer = await get("/v1/runs/run_unknown/summary");
  const { type, title } = JSON.parse(answer.text);
  const described = await send(new URL(type, baseUrl).href);
  expect(described.status).toBe(200);
  expect(JSON.parse(described.text)).toEqual({ code: "run_not_found", status: 404, title });
});
