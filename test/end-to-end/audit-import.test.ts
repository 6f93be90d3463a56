import { createClient, type OperatorClient } from "@operator/client";
import type { JsonObject } from "@operator/contract";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { chained } from "../support/chain.ts";
import { event } from "../support/events.ts";
import { outputOf, problemIn, send } from "../support/http.ts";
import { sampleOf, samples } from "../support/samples.ts";
import { openTenant, type Tenant } from "../support/tenants.ts";

const service = inject("service");
let tenant: Tenant;
let client: OperatorClient;

beforeAll(async () => {
  tenant = await openTenant(service, "imports");
  client = tenant.client;
});

const text = (records: readonly object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");

/** A log of so many runs that go on beside each other, and of records that belong to none. */
function daemonLog(name: string, runs: number, rounds: number): JsonObject[] {
  const events: JsonObject[] = [];
  for (let round = 0; round < rounds; round++) {
    const type = round === 0 ? "run_start" : round === rounds - 1 ? "run_complete" : "progress";
    for (let run = 0; run < runs; run++) events.push(event(`${name}_${run}`, { event_type: type }, { step: round }));
    events.push(event("nobody", { event_type: "cron_missed", payload: { cron: "weather" } }));
  }
  return chained(events);
}

async function importOf(body: string, key = tenant.keys.runtime) {
  const headers = { "content-type": "application/x-ndjson" };
  return send(`${service.baseUrl}/v1/audit/import`, { method: "POST", key, headers, body });
}

describe("importAudit on the running service", () => {
  it.each(samples.map((sample) => [sample.name, sample] as const))("takes the log of %s whole", async (_, sample) => {
    const result = outputOf("importAudit", await importOf(sample.text));
    expect(result.runs).toEqual([
      { run_id: sample.runId, accepted: sample.records.length, duplicates: 0, first_audit_seq: 1 },
    ]);
    expect(result.last_record_hash).toBe(sample.records.at(-1)?.record_hash);
  });

  it("diagnoses what it imported as if it had been sent", async () => {
    const { runId, text: log } = sampleOf("missing-dependency");
    const sent = await openTenant(service, "imports-sent");
    await send(`${service.baseUrl}/v1/runs/${runId}/events`, {
      method: "POST",
      key: sent.keys.runtime,
      headers: { "content-type": "application/x-ndjson" },
      body: log,
    });
    expect(await client.explainFailure({ run_id: runId })).toEqual(await sent.client.explainFailure({ run_id: runId }));
  });

  it("splits a log of many runs, once", async () => {
    const log = text(daemonLog("mixed", 30, 40));
    const first = outputOf("importAudit", await importOf(log));
    expect(first).toMatchObject({ records: 1240, unassigned_records: 40 });
    expect(first.runs.map(({ accepted }) => accepted)).toEqual(Array.from({ length: 30 }, () => 40));
    const again = outputOf("importAudit", await importOf(log));
    expect(again.runs.map(({ duplicates }) => duplicates)).toEqual(Array.from({ length: 30 }, () => 40));
    expect((await client.summarizeRun({ run_id: "mixed_7" })).status).toBe("completed");
    const { events } = await client.getRunTimeline({ run_id: "mixed_7", limit: 200 });
    expect(events).toHaveLength(40);
  });

  it("takes fifty thousand records, and no more", async () => {
    const records = daemonLog("large", 24, 2000);
    const answer = outputOf("importAudit", await importOf(text(records)));
    expect(answer).toMatchObject({ records: 50_000, last_seq: 50_000, unassigned_records: 2000 });
    expect(answer.runs.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(48_000);
    const last = { seq: 50_000, hash: String(records.at(-1)?.record_hash) };
    const more = [...records, ...chained([event("large_0", { event_type: "progress" })], last)];
    expect(problemIn(await importOf(text(more)), "importAudit").code).toBe("too_many_events");
  });

  it("names the line that was changed in the middle of a long log, and stores nothing of it", async () => {
    const records = daemonLog("changed", 3, 300);
    const lines = text(records).split("\n");
    lines[700] = lines[700]?.replace('"step":', '"step":1') ?? "";
    const problem = problemIn(await importOf(lines.join("\n")), "importAudit");
    expect(problem).toMatchObject({ code: "source_chain_broken", errors: [{ index: 700 }] });
    await expect(client.summarizeRun({ run_id: "changed_0" })).rejects.toMatchObject({ code: "run_not_found" });
  });

  it("lets an agent's key import nothing that a runtime states", async () => {
    const log = text(daemonLog("claimed", 1, 3));
    expect(problemIn(await importOf(log, tenant.keys.agent), "importAudit").code).toBe("actor_not_allowed");
    const claims = Array.from({ length: 3 }, (_, step) => event("claimed_0", { actor: "agent" }, { step }));
    const agent = createClient({ baseUrl: service.baseUrl, apiKey: tenant.keys.agent });
    expect((await agent.importAudit({ body: text(chained(claims)) })).runs).toMatchObject([{ accepted: 3 }]);
  });
});
