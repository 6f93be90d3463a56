import { env } from "cloudflare:workers";
import { canonicalContent, canonicalRecord, recordHash } from "@operator/audit";
import { type AuditRecord, limits, operations } from "@operator/contract";
import { beforeAll, describe, expect, it } from "vitest";
import { event, openTenant, problemOf, send, type TestTenant } from "../../test/harness.ts";
import { sha256 } from "../adapters/sha256.ts";

type Fields = Record<string, unknown>;

/** Chains events as a source does, behind a record. */
function chained(events: readonly Fields[], after = { seq: 0, hash: "" }): AuditRecord[] {
  let { seq, hash } = after;
  return events.map((fields) => {
    const record = fields as AuditRecord;
    const prev_hash = hash;
    hash = recordHash(canonicalRecord(canonicalContent(record), ++seq, prev_hash), sha256);
    return { ...record, seq, prev_hash, record_hash: hash };
  });
}

const text = (records: readonly object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");

function post(key: string, body: BodyInit) {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" };
  return send("/v1/audit/import", { method: "POST", headers, body });
}

const install = () => event("x", { event_type: "install_started", payload: { package: "weather" } });
/** A log of two runs and of records that belong to none, in turn. */
const mixed = (count: number, runs = ["run_a", "run_b"]) =>
  chained(
    Array.from({ length: count }, (_, step) => {
      const run = runs[step % (runs.length + 1)];
      return run === undefined ? install() : event(run, {}, { step });
    }),
  );

/** The steps that a run's log holds, in order. */
async function stepsOf(tenant: TestTenant, runId: string): Promise<unknown[]> {
  const records = (await env.RUN_LOG.getByName(`${tenant.id}/${runId}`).recordsAt(1, 100_000)) ?? [];
  return records.map(({ line }) => JSON.parse(line).payload.step);
}

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await openTenant();
});

describe("importAudit", () => {
  it("splits a log by run, in the order of the chain, and stores what belongs to no run nowhere", async () => {
    const own = await openTenant();
    const records = mixed(9);
    const result = await own.runtime.importAudit({ body: text(records) });
    expect(result).toEqual({
      records: 9,
      first_seq: 1,
      last_seq: 9,
      last_record_hash: records.at(-1)?.record_hash,
      runs: [
        { run_id: "run_a", accepted: 3, duplicates: 0, first_audit_seq: 1 },
        { run_id: "run_b", accepted: 3, duplicates: 0, first_audit_seq: 1 },
      ],
      unassigned: [3, 6, 9],
      unassigned_records: 3,
    });
    expect(await stepsOf(own, "run_a")).toEqual([0, 3, 6]);
    expect(await stepsOf(own, "run_b")).toEqual([1, 4, 7]);
    const { items } = await own.runtime.listRuns({});
    expect(items.map(({ run_id }) => run_id).toSorted()).toEqual(["run_a", "run_b"]);
  });

  it("stores nothing twice, and what an interruption had left out", async () => {
    const own = await openTenant();
    const body = text(mixed(3005, ["run_a"]));
    await own.runtime.ingestEvents({
      run_id: "run_a",
      body: { events: mixed(3, ["run_a"]).filter((_, n) => n % 2 === 0) },
    });
    const first = await own.runtime.importAudit({ body });
    expect(first.runs).toEqual([{ run_id: "run_a", accepted: 1501, duplicates: 2, first_audit_seq: 3 }]);
    const again = await own.runtime.importAudit({ body });
    expect(again.runs).toEqual([{ run_id: "run_a", accepted: 0, duplicates: 1503 }]);
    expect(await stepsOf(own, "run_a")).toEqual(Array.from({ length: 1503 }, (_, n) => 2 * n));
    expect([again.unassigned.length, again.unassigned_records]).toEqual([limits.MAX_LISTED_UNASSIGNED, 1502]);
  });

  it("takes a later part of a log, which says itself what it follows", async () => {
    const own = await openTenant();
    const records = mixed(8);
    await own.runtime.importAudit({ body: text(records.slice(4)) });
    const { first_seq, runs } = await own.runtime.importAudit({ body: text(records) });
    expect([first_seq, runs.map(({ duplicates }) => duplicates)]).toEqual([1, [1, 2]]);
  });

  it("takes out secrets before it stores, although the chain is over what was sent", async () => {
    const own = await openTenant();
    const secret = ["ghp", "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"].join("_");
    await own.runtime.importAudit({ body: text(chained([event("run_a", {}, { token: secret })])) });
    const [record] = (await env.RUN_LOG.getByName(`${own.id}/run_a`).recordsAt(1, 1)) ?? [];
    expect(record?.line).not.toContain(secret);
  });

  it("takes blank lines, a byte order mark and a last line without an end", async () => {
    const own = await openTenant();
    const lines = mixed(4).map((record) => JSON.stringify(record));
    const response = await post(own.keys.runtime, `\ufeff\r\n\n${lines.join("\r\n\r\n")}`);
    expect(response.status).toBe(200);
  });
});

/** What a line of a good log is changed to, and what it is then refused with. */
const good = mixed(6);
const changed = (index: number, change: (record: AuditRecord) => object) =>
  text(good.map((record, place) => (place === index ? change(record) : record)));
const rechained = (index: number, change: Fields) =>
  text(chained(good.map((record, place) => (place === index ? { ...record, ...change } : record))));
const { seq: fourth, record_hash: hash } = good[3] as AuditRecord;
const other = chained([event("run_a", {}, { step: 99 })], { seq: (fourth ?? 0) - 1, hash: "ab".repeat(32) });

describe("importAudit refuses the whole import", () => {
  it.each<[string, string, number, string, number]>([
    ["for a record that was changed", changed(3, (r) => ({ ...r, actor: "gateway" })), 422, "source_chain_broken", 3],
    ["for a record that was taken out", text(good.toSpliced(3, 1)), 422, "source_chain_broken", 3],
    ["for a record that was put in", text(good.toSpliced(3, 0, ...other)), 422, "source_chain_broken", 3],
    ["for a record that was replaced", text(good.toSpliced(3, 1, ...other)), 422, "source_chain_broken", 3],
    [
      "for records that were swapped",
      text(good.toSpliced(2, 2, ...good.slice(2, 4).reverse())),
      422,
      "source_chain_broken",
      2,
    ],
    [
      "for a record that stands twice",
      text(good.toSpliced(3, 0, good[2] as AuditRecord)),
      422,
      "source_chain_broken",
      3,
    ],
    [
      "for a record without its hash",
      changed(3, ({ record_hash: _, prev_hash: __, ...r }) => r),
      422,
      "source_chain_broken",
      3,
    ],
    [
      "for a later part that follows nothing",
      text(chained(good.slice(2), { seq: 2, hash: "" })),
      422,
      "source_chain_broken",
      0,
    ],
    [
      "for a beginning that follows something",
      text(chained(good, { seq: 0, hash: hash ?? "" })),
      422,
      "source_chain_broken",
      0,
    ],
    ["for a line that is no JSON", `${text(good.slice(0, 2))}{\n`, 400, "malformed_json", 2],
    ["for a key that stands twice", `${text(good.slice(0, 1))}{"a":1,"a":2}\n`, 422, "duplicate_key", 1],
    [
      "for a number that JSON cannot carry",
      `${text(good.slice(0, 1))}{"a":9007199254740993}`,
      422,
      "number_not_exact",
      1,
    ],
    ["for a field that is not known", changed(1, (r) => ({ ...r, surprise: 1 })), 422, "unknown_field", 1],
    ["for a run id that is none", rechained(4, { payload: { run_id: "../x" } }), 422, "invalid_request", 4],
    ["for a run id that is no text", rechained(4, { payload: { run_id: 7 } }), 422, "invalid_request", 4],
    ["for a time without a zone", rechained(4, { timestamp: "2026-07-02T09:00:00" }), 422, "invalid_timestamp", 4],
    [
      "for an event that is too large",
      rechained(4, { payload: { run_id: "run_b", x: "x".repeat(limits.MAX_EVENT_BYTES) } }),
      413,
      "event_too_large",
      4,
    ],
  ])("%s", async (_, body, status, code, index) => {
    const problem = await problemOf(await post(tenant.keys.runtime, body));
    expect(problem).toMatchObject({ status, code, errors: [{ index, code }] });
    expect((await tenant.runtime.listRuns({})).items).toEqual([]);
  });

  it("for an actor that the key may not speak for, also where the record belongs to no run", async () => {
    for (const body of [text(mixed(3)), text(chained([install()]))]) {
      const problem = await problemOf(await post(tenant.keys.agent, body));
      expect(problem).toMatchObject({ status: 403, code: "actor_not_allowed", errors: [{ index: 0 }] });
    }
    expect((await tenant.runtime.listRuns({})).items).toEqual([]);
  });

  it("that has no records, too many, or too many runs", async () => {
    const runs = Array.from({ length: limits.MAX_IMPORT_RUNS + 1 }, (_, n) => event(`run_${n}`));
    for (const [body, status, code] of [
      ["\n\n", 422, "empty_batch"],
      [text(chained(runs)), 413, "too_many_runs"],
      [`{"seq":1}\n`, 422, "invalid_request"],
    ] as const) {
      expect(await problemOf(await post(tenant.keys.runtime, body))).toMatchObject({ status, code });
    }
    expect((await tenant.runtime.listRuns({})).items).toEqual([]);
  });

  it("that contradicts what a run's log has of the chain, and stores nothing in the other runs", async () => {
    const own = await openTenant();
    await own.runtime.ingestEvents({
      run_id: "run_b",
      body: { events: chained([event("run_b")], { seq: 4, hash: "cd".repeat(32) }) },
    });
    const problem = await problemOf(await post(own.keys.runtime, text(good)));
    expect(problem).toMatchObject({ status: 422, code: "source_chain_broken", errors: [{ index: 4 }] });
    expect((await own.runtime.listRuns({})).items.map(({ run_id }) => run_id)).toEqual(["run_b"]);
  });
});

it("An import of one tenant is none of another", async () => {
  const [one, two] = [await openTenant(), await openTenant()];
  await one.runtime.importAudit({ body: text(good) });
  expect((await two.runtime.listRuns({})).items).toEqual([]);
  const { runs } = await two.runtime.importAudit({ body: text(good) });
  expect(runs.map(({ accepted }) => accepted)).toEqual([2, 2]);
});

it("The example of the operation is a log that verifies", async () => {
  const { body, output } = operations.importAudit.example;
  const own = await openTenant();
  expect(await own.runtime.importAudit({ body })).toEqual(output);
});
