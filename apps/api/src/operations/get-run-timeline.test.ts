import { describe, expect, it } from "vitest";
import { event, openTenant, problemOf, send, type TestTenant } from "../../test/harness.ts";

const RUN = "run_timeline";
const at = (second: number) => new Date(Date.UTC(2026, 6, 2, 9, 0, second)).toISOString();

async function post(tenant: TestTenant, seconds: readonly number[]) {
  const events = seconds.map((second) => event(RUN, { timestamp: at(second), event_type: `e${second}` }));
  await tenant.runtime.ingestEvents({ run_id: RUN, body: { events: events as never } });
}

async function pagesOf(tenant: TestTenant, limit: number) {
  const pages = [];
  for await (const page of tenant.runtime.pages("getRunTimeline", { run_id: RUN, limit })) pages.push(page.events);
  return pages;
}

function get(tenant: TestTenant, query: string, runId = RUN) {
  return send(`/v1/runs/${runId}/timeline${query}`, { headers: { authorization: `Bearer ${tenant.keys.runtime}` } });
}

describe("getRunTimeline", () => {
  it("lists events in order of time, however they arrived", async () => {
    const tenant = await openTenant();
    await post(tenant, [5, 1, 9]);
    await post(tenant, [7, 3]);
    await post(tenant, [0, 10]);
    const [page] = await pagesOf(tenant, 200);
    expect(page?.map(({ event_type }) => event_type)).toEqual(["e0", "e1", "e3", "e5", "e7", "e9", "e10"]);
    expect(page?.map(({ audit_seq }) => audit_seq)).toEqual([6, 2, 5, 1, 4, 3, 7]);
  });

  it("keeps the order of arrival among events of one instant", async () => {
    const tenant = await openTenant();
    for (let batch = 0; batch < 4; batch++) {
      const events = [event(RUN, { event_type: `a${batch}` }), event(RUN, { event_type: `b${batch}` })];
      await tenant.runtime.ingestEvents({ run_id: RUN, body: { events: events as never } });
    }
    const pages = await pagesOf(tenant, 3);
    expect(pages.flat().map(({ audit_seq }) => audit_seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it.each([1, 2, 3, 7, 200])("tells every event once in pages of %i", async (limit) => {
    const tenant = await openTenant();
    await post(tenant, [4, 8, 2]);
    await post(tenant, [1, 9, 5]);
    await post(tenant, [3, 3, 7]);
    const pages = await pagesOf(tenant, limit);
    const times = pages.flat().map(({ timestamp }) => timestamp);
    expect(times).toEqual([1, 2, 3, 3, 4, 5, 7, 8, 9].map(at));
    expect(new Set(pages.flat().map(({ audit_seq }) => audit_seq)).size).toBe(9);
    expect(pages).toHaveLength(Math.ceil(9 / limit));
  });

  it("goes on behind a cursor although events arrived in between", async () => {
    const tenant = await openTenant();
    await post(tenant, [1, 2, 3]);
    const link = (await get(tenant, "?limit=2")).headers.get("link") ?? "";
    await post(tenant, [0, 4]);
    const path = /<([^>]+)>/.exec(link)?.[1] ?? "";
    const rest = await send(path, { headers: { authorization: `Bearer ${tenant.keys.runtime}` } });
    const { events } = (await rest.json()) as { events: { event_type: string }[] };
    expect(events.map(({ event_type }) => event_type)).toEqual(["e3", "e4"]);
  });

  it("takes a cursor for the run and the tenant that it was issued for only", async () => {
    const [tenant, other] = [await openTenant(), await openTenant()];
    await post(tenant, [1, 2, 3]);
    await post(other, [1, 2, 3]);
    const another = [event("run_other"), event("run_other")];
    await tenant.runtime.ingestEvents({ run_id: "run_other", body: { events: another as never } });
    const cursor = new URLSearchParams(
      (/\?([^>]+)>/.exec((await get(tenant, "?limit=1")).headers.get("link") ?? "") ?? [])[1],
    );
    const query = `?cursor=${cursor.get("cursor")}`;
    expect((await get(tenant, query)).status).toBe(200);
    for (const response of [
      await get(other, query),
      await get(tenant, query, "run_other"),
      await get(tenant, `${query}x`),
      await get(tenant, `?cursor=${cursor.get("cursor")?.slice(1)}`),
      await get(tenant, "?cursor=e30.AAAAAAAAAAAAAAAAAAAAAA"),
    ]) {
      expect(await problemOf(response)).toMatchObject({ status: 400, code: "invalid_cursor" });
    }
  });

  it.each(["0", "-1", "201", "1.5", "ten", ""])("refuses a limit of %j", async (limit) => {
    const tenant = await openTenant();
    await post(tenant, [1]);
    expect(await problemOf(await get(tenant, `?limit=${limit}`))).toMatchObject({
      status: 422,
      code: "invalid_request",
    });
  });

  it("marks what only an agent claims", async () => {
    const tenant = await openTenant();
    const claim = event(RUN, { event_type: "run_complete", actor: "agent" });
    await tenant.agent.ingestEvents({ run_id: RUN, body: { events: [claim] as never } });
    const [page] = await pagesOf(tenant, 10);
    expect(page?.[0]?.detail).toMatch(/^Claimed by "agent"/);
  });
});
