import type { JsonObject } from "@operator/contract";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { chained } from "../../support/chain.ts";
import { event } from "../../support/events.ts";
import { outputOf } from "../../support/http.ts";
import { sampleOf } from "../../support/samples.ts";
import { openTenant, type Tenant } from "../../support/tenants.ts";
import { expectNoRun, expectRefusal, ingest } from "./refusals.ts";

const { runId, records } = sampleOf("egress-denied");
const ZEROS = "0".repeat(64);

let tenant: Tenant;
beforeAll(async () => {
  tenant = await openTenant(inject("service"), "broken-chains");
});

function changed(index: number, change: JsonObject): JsonObject[] {
  return records.map((record, place) => (place === index ? { ...record, ...change } : record));
}

const post = (events: JsonObject[], query = "") => ingest(tenant, runId, { body: JSON.stringify({ events }) }, query);

const brokenAt = (index: number) => ({
  code: "source_chain_broken" as const,
  status: 422,
  index,
  field: `events[${index}].record_hash`,
});

const BROKEN = [
  { title: "a changed time", index: 2, events: changed(2, { timestamp: "2026-07-02T09:10:00.811Z" }) },
  { title: "a changed actor", index: 2, events: changed(2, { actor: "harness" }) },
  { title: "a changed payload", index: 3, events: changed(3, { payload: { run_id: runId } }) },
  { title: "a changed link", index: 1, events: changed(1, { prev_hash: ZEROS }) },
  { title: "a link that is left out", index: 4, events: changed(4, { prev_hash: "" }) },
  { title: "a link of the first record", index: 0, events: changed(0, { prev_hash: ZEROS }) },
  { title: "a changed hash", index: 5, events: changed(5, { record_hash: ZEROS }) },
  { title: "a changed position", index: 3, events: changed(3, { seq: 9 }) },
  {
    title: "the first of two changes",
    index: 1,
    events: [...changed(1, { seq: 8 }).slice(0, 4), ...changed(5, { seq: 9 }).slice(4)],
  },
];

describe("the source's chain is refused, and nothing of it stored, for", () => {
  it.each(BROKEN)("$title", async ({ index, events }) => {
    expectRefusal(await post(events), "ingestEvents", brokenAt(index));
    expectRefusal(await post(events, "?partial=true"), "ingestEvents", brokenAt(index));
    await expectNoRun(tenant, runId);
  });
});

it("a chain in parts is held to what is stored of it", async () => {
  const [first, second, third, ...rest] = records;
  if (first === undefined || second === undefined || third === undefined) throw new Error("the sample is too short");
  outputOf("ingestEvents", await post([first, third]));
  // Each verifies by itself, and contradicts what is stored: another first record, and another behind the third.
  const other = chained([event(runId)]);
  expectRefusal(await post(other), "ingestEvents", brokenAt(0));
  const behind = chained([event(runId)], { seq: 3, hash: ZEROS });
  expectRefusal(await post([second, ...behind]), "ingestEvents", brokenAt(1));
  expectRefusal(await post([...rest, { ...second, actor: "agent" }]), "ingestEvents", brokenAt(rest.length));
  const result = outputOf("ingestEvents", await post([second, ...rest]));
  expect(result.accepted.map(({ audit_seq }) => audit_seq)).toEqual([3, 4, 5, 6]);
  expect(outputOf("ingestEvents", await post(records)).duplicates.map(({ audit_seq }) => audit_seq)).toEqual([
    1, 3, 2, 4, 5, 6,
  ]);
});
