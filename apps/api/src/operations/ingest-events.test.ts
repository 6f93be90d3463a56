import { describe, expect, it } from "vitest";
import { event, openTenant, postEvents, problemOf } from "../../test/harness.ts";

const RUN = "run_ingest";

async function timelineOf(tenant: Awaited<ReturnType<typeof openTenant>>, runId = RUN) {
  return (await tenant.runtime.getRunTimeline({ run_id: runId })).events;
}

describe("ingestEvents", () => {
  it("stores events and says where", async () => {
    const tenant = await openTenant();
    const result = await tenant.runtime.ingestEvents({
      run_id: RUN,
      body: { events: [event(RUN), event(RUN)] as never },
    });
    expect(result).toEqual({
      run_id: RUN,
      accepted: [
        { index: 0, audit_seq: 1 },
        { index: 1, audit_seq: 2 },
      ],
      duplicates: [],
      rejected: [],
    });
    expect(await timelineOf(tenant)).toHaveLength(2);
  });

  it("takes one event a line", async () => {
    const tenant = await openTenant();
    const body = `${JSON.stringify(event(RUN))}\r\n\n${JSON.stringify(event(RUN, { event_type: "invoke" }))}\n`;
    const response = await postEvents(tenant.keys.runtime, RUN, body, {
      "content-type": "application/x-ndjson; charset=utf-8",
    });
    expect(response.status).toBe(200);
    expect((await timelineOf(tenant)).map(({ event_type }) => event_type)).toEqual(["progress", "invoke"]);
  });

  it("knows an event again by its id, wherever it comes", async () => {
    const tenant = await openTenant();
    const first = event(RUN, { event_id: "e-1" });
    await tenant.runtime.ingestEvents({ run_id: RUN, body: { events: [first] as never } });
    const again = await tenant.runtime.ingestEvents({
      run_id: RUN,
      body: { events: [event(RUN, { event_id: "e-2" }), first, first] as never },
    });
    expect(again.accepted).toEqual([{ index: 0, audit_seq: 2 }]);
    expect(again.duplicates).toEqual([
      { index: 1, audit_seq: 1 },
      { index: 2, audit_seq: 1 },
    ]);
    expect(await timelineOf(tenant)).toHaveLength(2);
  });

  it("knows an event that a batch repeats", async () => {
    const tenant = await openTenant();
    const twice = event(RUN, { event_id: "e-1" });
    const result = await tenant.runtime.ingestEvents({
      run_id: RUN,
      body: { events: [twice, event(RUN), twice] as never },
    });
    expect(result.accepted.map(({ index }) => index)).toEqual([0, 1]);
    expect(result.duplicates).toEqual([{ index: 2, audit_seq: 1 }]);
  });

  it("knows a body again that is sent without any key, and stores what is new in another", async () => {
    const tenant = await openTenant();
    const body = { events: [event(RUN), event(RUN, { event_type: "invoke" })] as never };
    await tenant.runtime.ingestEvents({ run_id: RUN, body });
    const again = await tenant.runtime.ingestEvents({ run_id: RUN, body });
    expect(again.accepted).toEqual([]);
    expect(again.duplicates).toEqual([
      { index: 0, audit_seq: 1 },
      { index: 1, audit_seq: 2 },
    ]);
    const other = await tenant.runtime.ingestEvents({ run_id: RUN, body: { events: [event(RUN)] as never } });
    expect(other.accepted).toEqual([{ index: 0, audit_seq: 3 }]);
  });

  it("tells the places of nameless events again when others of their batch were known", async () => {
    const tenant = await openTenant();
    const named = event(RUN, { event_id: "e-1" });
    await tenant.runtime.ingestEvents({ run_id: RUN, body: { events: [named] as never } });
    const body = { events: [event(RUN, { event_type: "a" }), named, event(RUN, { event_type: "b" })] as never };
    const first = await tenant.runtime.ingestEvents({ run_id: RUN, body });
    expect(first.accepted.map(({ audit_seq }) => audit_seq)).toEqual([2, 3]);
    const again = await tenant.runtime.ingestEvents({ run_id: RUN, body });
    expect(again.duplicates.map(({ audit_seq }) => audit_seq)).toEqual([2, 1, 3]);
  });

  it("takes an Idempotency-Key for one body only", async () => {
    const tenant = await openTenant();
    const options = { idempotencyKey: "batch-1" };
    const body = { events: [event(RUN)] as never };
    await tenant.runtime.ingestEvents({ run_id: RUN, body }, options);
    expect((await tenant.runtime.ingestEvents({ run_id: RUN, body }, options)).duplicates).toHaveLength(1);
    const other = JSON.stringify({ events: [event(RUN, { event_type: "invoke" })] });
    const response = await postEvents(tenant.keys.runtime, RUN, other, { "idempotency-key": "batch-1" });
    expect(await problemOf(response)).toMatchObject({ status: 422, code: "idempotency_key_reused" });
    expect(await timelineOf(tenant)).toHaveLength(1);
  });

  it("takes an Idempotency-Key for one body only, also when the first was known already", async () => {
    const tenant = await openTenant();
    const events = [event(RUN, { event_id: "e-1" })];
    await tenant.runtime.ingestEvents({ run_id: RUN, body: { events: events as never } });
    const send = (body: object) =>
      postEvents(tenant.keys.runtime, RUN, JSON.stringify(body), { "idempotency-key": "batch-1" });
    expect((await send({ events })).status).toBe(200);
    const other = await send({ events: [event(RUN, { event_id: "e-2" })] });
    expect(await problemOf(other)).toMatchObject({ status: 422, code: "idempotency_key_reused" });
    expect(await timelineOf(tenant)).toHaveLength(1);
  });

  it("stores the same nameless event again when it comes in another body", async () => {
    const tenant = await openTenant();
    for (const id of ["a", "b"]) {
      const events = [event(RUN, { event_id: id }), event(RUN, { event_type: "invoke" })];
      const result = await tenant.runtime.ingestEvents({ run_id: RUN, body: { events: events as never } });
      expect(result.accepted).toHaveLength(2);
    }
  });

  it("orders events by what their times say below a millisecond", async () => {
    const tenant = await openTenant();
    const at = (digits: string) => ({ timestamp: `2026-07-02T09:00:00.${digits}Z`, event_type: `e${digits}` });
    const events = [event(RUN, at("000900")), event(RUN, at("000100")), event(RUN, at("0005"))];
    await tenant.runtime.ingestEvents({ run_id: RUN, body: { events: events as never } });
    expect((await timelineOf(tenant)).map(({ event_type }) => event_type)).toEqual(["e000100", "e0005", "e000900"]);
  });

  it("limits an event as it came, whatever is left of it", async () => {
    const tenant = await openTenant();
    const key = ["-----BEGIN PRIVATE", " KEY-----\n", "MIIB".repeat(18_000), "\n-----END PRIVATE", " KEY-----"].join(
      "",
    );
    const response = await postEvents(tenant.keys.runtime, RUN, JSON.stringify({ events: [event(RUN, {}, { key })] }));
    expect(await problemOf(response)).toMatchObject({ status: 413, code: "event_too_large" });
  });

  it("says what type a field must have, and does not call it missing", async () => {
    const tenant = await openTenant();
    const body = JSON.stringify({ events: [event(RUN, { actor: 5 })] });
    const problem = await problemOf(await postEvents(tenant.keys.runtime, RUN, body));
    expect(problem.errors).toMatchObject([{ field: "events[0].actor", detail: "must be of type string" }]);
  });

  it("stores the good events of a batch with bad ones only when asked to", async () => {
    const tenant = await openTenant();
    const body = JSON.stringify({ events: [event(RUN), event("another_run"), event(RUN, { event_type: "invoke" })] });
    const refused = await problemOf(await postEvents(tenant.keys.runtime, RUN, body));
    expect(refused).toMatchObject({
      code: "run_id_mismatch",
      errors: [{ index: 1, field: "events[1].payload.run_id" }],
    });
    expect((await tenant.runtime.listRuns()).items).toEqual([]);

    const partial = await postEvents(tenant.keys.runtime, RUN, body, {}, "?partial=true");
    expect(await partial.json()).toMatchObject({
      accepted: [{ index: 0 }, { index: 2 }],
      rejected: [{ index: 1, code: "run_id_mismatch" }],
    });
  });

  it("lets a key speak for its own actors only", async () => {
    const tenant = await openTenant();
    const body = (actor: string) => JSON.stringify({ events: [event(RUN, { actor })] });
    for (const actor of ["daemon", "agent", "Daemon", "human:somebody"]) {
      expect((await postEvents(tenant.keys.runtime, RUN, body(actor))).status).toBe(200);
    }
    expect((await postEvents(tenant.keys.agent, RUN, body("agent"))).status).toBe(200);
    for (const actor of ["daemon", "gateway", "harness", "Agent", "agent "]) {
      const response = await postEvents(tenant.keys.agent, RUN, body(actor));
      expect(await problemOf(response)).toMatchObject({ status: 403, code: "actor_not_allowed" });
    }
  });

  it("stores a batch that takes several blocks, in order", async () => {
    const tenant = await openTenant();
    const text = "x".repeat(30_000);
    const events = Array.from({ length: 100 }, (_, n) => event(RUN, { event_type: `e${n}` }, { text }));
    const result = await tenant.runtime.ingestEvents({ run_id: RUN, body: { events: events as never } });
    expect(result.accepted).toHaveLength(100);
    expect((await timelineOf(tenant)).map(({ event_type }) => event_type)).toEqual(
      events.map(({ event_type }) => event_type),
    );
  });

  it("takes secrets out before anything is stored or answered", async () => {
    const tenant = await openTenant();
    const secret = `ghp_${"a1B2c3D4e5".repeat(4).slice(0, 36)}`;
    const line = `Authorization: Bearer ${secret}`;
    const events = [event(RUN, { event_type: "run_failed" }, { reason: line, stderr_ref: `ValueError: ${line}` })];
    await tenant.runtime.ingestEvents({ run_id: RUN, body: { events: events as never } });
    const answers = [await tenant.runtime.explainFailure({ run_id: RUN }), await timelineOf(tenant)];
    expect(JSON.stringify(answers)).not.toContain(secret);
    expect(JSON.stringify(answers)).toContain("[REDACTED]");
  });
});
