import { createClient } from "@operator/client";
import type { OperationName } from "@operator/contract";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { event } from "../../support/events.ts";
import { type Answer, outputOf, send } from "../../support/http.ts";
import { openTenant, type Tenant } from "../../support/tenants.ts";
import { baseUrl, expectRefusal } from "./refusals.ts";

const RUN = "run_paged";
const OTHER_RUN = "run_paged_too";
const service = inject("service");

let tenant: Tenant;
let other: Tenant;

const get = (path: string, key = tenant.keys.runtime): Promise<Answer> => send(baseUrl + path, { key });
const cursorOf = (list: { next_cursor?: string | undefined }): string => list.next_cursor ?? "";

/** The cursor behind the first event of a run. */
async function timelineCursor(runId: string, key = tenant.keys.runtime): Promise<string> {
  const { headers } = await get(`/v1/runs/${runId}/timeline?limit=1`, key);
  const target = /<([^>]+)>; rel="next"/.exec(headers.get("link") ?? "")?.[1] ?? "";
  return new URL(target, baseUrl).searchParams.get("cursor") ?? "";
}

beforeAll(async () => {
  tenant = await openTenant(service, "pages");
  other = await openTenant(service, "other-pages");
  for (const { client } of [tenant, other]) {
    for (const runId of [RUN, OTHER_RUN]) {
      const events = [event(runId), event(runId, { event_type: "invoke" }), event(runId, { event_type: "run_failed" })];
      await client.ingestEvents({ run_id: runId, body: { events: events as never } });
    }
  }
});

/** Text with one character changed. */
function altered(text: string, at: number): string {
  return text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
}

const CURSORS: [title: string, make: () => Promise<string>][] = [
  ["a text that is no cursor", async () => "next"],
  ["three parts", async () => "a.b.c"],
  ["an own position without a code", async () => Buffer.from('{"at":0,"seq":1}').toString("base64url")],
  ["a changed position", async () => altered(await timelineCursor(RUN), 3)],
  ["a changed code", async () => altered(await timelineCursor(RUN), (await timelineCursor(RUN)).length - 4)],
  ["a cursor cut short", async () => (await timelineCursor(RUN)).slice(0, -2)],
  ["a cursor with something behind it", async () => `${await timelineCursor(RUN)}.A`],
  ["the cursor of another run", () => timelineCursor(OTHER_RUN)],
  ["the cursor of another tenant's run of this id", () => timelineCursor(RUN, other.keys.runtime)],
  ["the cursor of the list of runs", async () => cursorOf(await tenant.client.listRuns({ limit: 1 }))],
];

describe("a timeline is not paged by", () => {
  it.each(CURSORS)("%s", async (_, make) => {
    const cursor = await make();
    expect(cursor).not.toBe("");
    const answer = await get(`/v1/runs/${RUN}/timeline?cursor=${encodeURIComponent(cursor)}`);
    expectRefusal(answer, "getRunTimeline", { code: "invalid_cursor", status: 400 });
  });

  it.each([
    ["an empty cursor", "", 1],
    ["a cursor of 513 characters", "c".repeat(513), 512],
  ])("%s", async (_, cursor, limit) => {
    const answer = await get(`/v1/runs/${RUN}/timeline?cursor=${cursor}`);
    expectRefusal(answer, "getRunTimeline", { code: "invalid_request", status: 422, field: "cursor", limit });
  });
});

describe("a list is not paged by the cursor of", () => {
  const runs = (filter = "") => `/v1/runs?${filter}`;
  const admin = () => createClient({ baseUrl, apiKey: tenant.keys.admin });
  const LISTS: [title: string, name: OperationName, path: string, make: () => Promise<string>][] = [
    ["a timeline", "listRuns", runs(), () => timelineCursor(RUN)],
    ["the keys", "listRuns", runs(), async () => cursorOf(await admin().listKeys({ limit: 1 }))],
    ["another tenant", "listRuns", runs(), async () => cursorOf(await other.client.listRuns({ limit: 1 }))],
    [
      "another filter",
      "listRuns",
      runs("status=failed&"),
      async () => cursorOf(await tenant.client.listRuns({ limit: 1 })),
    ],
    ["the runs", "listKeys", "/v1/keys?", async () => cursorOf(await tenant.client.listRuns({ limit: 1 }))],
  ];

  it.each(LISTS)("%s (%s)", async (_, name, path, make) => {
    const cursor = await make();
    expect(cursor).not.toBe("");
    const key = name === "listKeys" ? tenant.keys.admin : tenant.keys.runtime;
    const answer = await get(`${path}cursor=${encodeURIComponent(cursor)}`, key);
    expectRefusal(answer, name, { code: "invalid_cursor", status: 400 });
  });
});

it("a cursor leads through its own list to the end", async () => {
  const cursor = await timelineCursor(RUN);
  const rest = outputOf("getRunTimeline", await get(`/v1/runs/${RUN}/timeline?cursor=${encodeURIComponent(cursor)}`));
  expect(rest.events.map(({ audit_seq }) => audit_seq)).toEqual([2, 3]);
  const found: string[] = [];
  for await (const { items } of tenant.client.pages("listRuns", { limit: 1 })) {
    found.push(...items.map(({ run_id }) => run_id));
  }
  expect(found.sort()).toEqual([RUN, OTHER_RUN]);
});
