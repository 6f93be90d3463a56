import { canonicalContent, canonicalRecord, recordHash } from "@operator/audit";
import { describe, expect, it } from "vitest";
import { openTenant, postEvents, problemOf, type TestTenant } from "../../test/harness.ts";
import { sample } from "../../test/samples.ts";
import { sha256 } from "../adapters/sha256.ts";

const RUN = "run_01J9Z0DENIED";
const records = sample("egress-denied").trim().split("\n");
const changed = (index: number, change: object) => JSON.stringify({ ...JSON.parse(records[index] ?? ""), ...change });

/** A record with something changed and its hash made right again. */
function rehashed(line: string, change: object) {
  const record = { ...JSON.parse(line), ...change };
  const canonical = canonicalRecord(canonicalContent(record), record.seq, record.prev_hash);
  return { ...record, record_hash: recordHash(canonical, sha256) };
}

function post(tenant: TestTenant, lines: readonly string[], query = "") {
  return postEvents(tenant.keys.runtime, RUN, lines.join("\n"), { "content-type": "application/x-ndjson" }, query);
}

async function brokenAt(response: Response) {
  const problem = await problemOf(response);
  expect(problem).toMatchObject({ status: 422, code: "source_chain_broken" });
  return problem.errors?.[0]?.index;
}

describe("the source's chain", () => {
  it("may have gaps, and may arrive in pieces and in any order", async () => {
    const tenant = await openTenant();
    for (const place of [4, 0, 2, 1, 5]) expect((await post(tenant, records.slice(place, place + 1))).status).toBe(200);
    expect((await tenant.runtime.getRunTimeline({ run_id: RUN })).events).toHaveLength(5);
  });

  it.each([
    ["a payload was changed", changed(2, { payload: { run_id: RUN, destination: "elsewhere:443" } }), 2],
    ["the time was changed", changed(2, { timestamp: "2026-07-02T09:10:00.811Z" }), 2],
    ["the hash was changed", changed(2, { record_hash: "0".repeat(64) }), 2],
    ["the link was changed", changed(2, { prev_hash: "0".repeat(64) }), 2],
    ["the place was changed", changed(2, { seq: 9 }), 2],
  ])("is refused with the first bad record when %s", async (_, line, index) => {
    const tenant = await openTenant();
    const lines = records.toSpliced(index, 1, line);
    expect(await brokenAt(await post(tenant, lines))).toBe(index);
    expect(await brokenAt(await post(tenant, lines, "?partial=true"))).toBe(index);
    expect((await tenant.runtime.listRuns()).items).toEqual([]);
  });

  it("is held against what is stored", async () => {
    const tenant = await openTenant();
    await post(tenant, records.slice(0, 2));
    // A third record that recomputes, but that follows another second one.
    const second = rehashed(records[1] ?? "", { event_type: "worker_start" });
    const third = rehashed(records[2] ?? "", { prev_hash: second.record_hash });
    expect(await brokenAt(await post(tenant, [JSON.stringify(third)]))).toBe(0);
    // Another record in a place that is taken.
    expect(await brokenAt(await post(tenant, [JSON.stringify(second)]))).toBe(0);
    expect((await tenant.runtime.getRunTimeline({ run_id: RUN })).events).toHaveLength(2);
  });

  it("names the repeated record by its hash alone", async () => {
    const tenant = await openTenant();
    await post(tenant, records);
    const again = (await (await post(tenant, records.slice(2, 4))).json()) as {
      accepted: unknown[];
      duplicates: unknown[];
    };
    expect(again.accepted).toEqual([]);
    expect(again.duplicates).toEqual([
      { index: 0, audit_seq: 3 },
      { index: 1, audit_seq: 4 },
    ]);
  });

  it.each([
    ["an id and then none", [{ event_id: "a" }, {}], 1],
    ["none and then an id", [{}, { event_id: "a" }], 2],
    ["two ids", [{ event_id: "a" }, { event_id: "b" }], 2],
  ])("may be named twice in a batch, with %s", async (_, changes, stored) => {
    const tenant = await openTenant();
    const result = await post(
      tenant,
      changes.map((change) => changed(0, change)),
    );
    expect(((await result.json()) as { accepted: unknown[] }).accepted).toHaveLength(stored);
  });
});
