import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { bundleOf, verdictOf } from "../../test/bundles.ts";
import { event, openTenant, send, type TestTenant } from "../../test/harness.ts";

const RUN = "run_purged";
const logOf = (tenant: TestTenant) => env.RUN_LOG.getByName(`${tenant.id}/${RUN}`);

/** What the storage of a run is once its first segments were purged. */
function purge(tenant: TestTenant, segments: number, lastRecordHash: string) {
  return runInDurableObject(logOf(tenant), (_, { storage: { sql } }) => {
    const columns = [...sql.exec("SELECT name FROM pragma_table_info('segments')")].map(({ name }) => name);
    if (!columns.includes("last_record_hash")) sql.exec("ALTER TABLE segments ADD COLUMN last_record_hash TEXT");
    sql.exec("DELETE FROM record_hashes");
    sql.exec(
      `UPDATE segments SET body = x'', last_record_hash = ?
       WHERE first_seq IN (SELECT first_seq FROM segments ORDER BY first_seq LIMIT ?)`,
      lastRecordHash,
      segments,
    );
  });
}

async function get(tenant: TestTenant, query = ""): Promise<string> {
  const headers = { authorization: `Bearer ${tenant.keys.admin}` };
  const response = await send(`/v1/runs/${RUN}/audit/export${query}`, { headers });
  return new TextDecoder().decode(await response.arrayBuffer());
}

/** The hash of the last record that is purged. */
let lastHash: string;
let tenant: TestTenant;
let before: string;

beforeAll(async () => {
  tenant = await openTenant();
  for (let step = 0; step < 4; step++) {
    const events = [1, 2].map((n) => event(RUN, {}, { step, n }));
    await tenant.runtime.ingestEvents({ run_id: RUN, body: { events: events as never } });
  }
  before = await get(tenant, "?format=jsonl");
  lastHash = JSON.parse(before.split("\n")[1] ?? "").record_hash;
  await purge(tenant, 1, lastHash);
  await evictDurableObject(logOf(tenant));
});

describe("a run whose first records were purged", () => {
  it("exports as a bundle that verifies, with bounds and digests where records were", async () => {
    const text = await get(tenant);
    expect(await verdictOf(tenant, RUN, text)).toMatchObject({ ok: true, facts: { purged: 2, records: 6 } });
    const [first, second] = bundleOf(text).segments;
    expect(first).toMatchObject({ first_seq: 1, count: 2, purged: true, last_hash: lastHash });
    expect(second?.records).toMatchObject([{ seq: 3, prev_hash: lastHash }, { seq: 4 }]);
  });

  it("exports the records that are left as they were", async () => {
    expect(await get(tenant, "?format=jsonl")).toBe(before.split("\n").slice(2).join("\n"));
  });

  it("reads single records behind the purged ones with the hashes that they had", async () => {
    const records = (await logOf(tenant).recordsAt(1, 8)) ?? [];
    const lines = before
      .split("\n")
      .slice(2, -1)
      .map((line) => JSON.parse(line));
    expect(records.map(({ seq, record_hash }) => [seq, record_hash])).toEqual(
      lines.map(({ seq, record_hash }) => [seq, record_hash]),
    );
  });
});
