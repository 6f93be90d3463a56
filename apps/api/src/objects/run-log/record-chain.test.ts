import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { canonicalRecord, recordHash } from "@operator/audit";
import { expect, it } from "vitest";
import { event, openTenant, type TestTenant } from "../../../test/harness.ts";
import { sha256 } from "../../adapters/sha256.ts";

const RUN = "run_chained";
const logOf = (tenant: TestTenant) => env.RUN_LOG.getByName(`${tenant.id}/${RUN}`);

/** A run whose segments have these many events. */
async function runOf(...counts: number[]) {
  const tenant = await openTenant();
  let made = 0;
  for (const count of counts) {
    const events = Array.from({ length: count }, () => event(RUN, {}, { step: ++made }));
    await tenant.runtime.ingestEvents({ run_id: RUN, body: { events: events as never } });
  }
  return tenant;
}

function kept(tenant: TestTenant) {
  return runInDurableObject(logOf(tenant), (_, { storage }) =>
    storage.sql.exec("SELECT seq, record_hash FROM record_hashes ORDER BY seq").toArray(),
  );
}

it("The chain links every record to the one before it, from the first on", async () => {
  const tenant = await runOf(2, 1, 3);
  const records = (await logOf(tenant).recordsAt(1, 6)) ?? [];
  expect(records.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
  let before = "";
  for (const { seq, prev_hash, record_hash, line } of records) {
    expect(prev_hash).toBe(before);
    expect(record_hash).toBe(recordHash(canonicalRecord(line, seq, prev_hash), sha256));
    expect(JSON.parse(line).payload.step).toBe(seq);
    before = record_hash;
  }
});

it("A part of the chain is the same as that part of the whole, with kept hashes and without", async () => {
  const tenant = await runOf(200, 100, 10, 300, 5);
  const whole = (await logOf(tenant).recordsAt(1, 615)) ?? [];
  const hashes = await kept(tenant);
  expect(hashes.map(({ seq }) => seq)).toEqual([300, 610]);
  expect(hashes.map(({ record_hash }) => record_hash)).toEqual([299, 609].map((index) => whole[index]?.record_hash));
  await evictDurableObject(logOf(tenant));
  for (const [first, last] of [
    [1, 1],
    [300, 301],
    [299, 312],
    [611, 615],
  ] as const) {
    expect(await logOf(tenant).recordsAt(first, last)).toEqual(whole.slice(first - 1, last));
  }
  await runInDurableObject(logOf(tenant), (_, { storage }) => {
    storage.sql.exec("DELETE FROM record_hashes").toArray();
  });
  expect(await logOf(tenant).recordsAt(500, 502)).toEqual(whole.slice(499, 502));
  expect(await kept(tenant)).toEqual(hashes);
});

it("Positions behind the end are left out, and a run without events has no chain and no tables", async () => {
  const tenant = await runOf(2);
  expect(await logOf(tenant).recordsAt(2, 9)).toMatchObject([{ seq: 2 }]);
  expect(await logOf(tenant).recordsAt(3, 9)).toEqual([]);
  const other = env.RUN_LOG.getByName(`${tenant.id}/run_unknown`);
  expect(await other.recordsAt(1, 1)).toBeUndefined();
  const tables = await runInDurableObject(other, (_, { storage }) =>
    storage.sql.exec("SELECT * FROM sqlite_master").toArray(),
  );
  expect(tables).toEqual([]);
});
