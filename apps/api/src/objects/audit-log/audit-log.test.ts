import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import {
  appendLeaf,
  EMPTY_RANGE,
  entryText,
  leafHash,
  rangeRoot,
  toHex,
  verifyConsistency,
  verifyInclusion,
} from "@operator/audit";
import { limits } from "@operator/contract";
import { describe, expect, it } from "vitest";
import { verified } from "../../../test/audit.ts";
import { sha256 } from "../../adapters/sha256.ts";
import type { NewEntry } from "./entry.ts";
import { SUBJECT } from "./subject.ts";

let tenants = 0;
const newTenant = () => `logged-${++tenants}`;
const logOf = (tenant: string) => env.AUDIT_LOG.getByName(tenant);

function rows(tenant: string, table: string) {
  return runInDurableObject(logOf(tenant), (_, state) => state.storage.sql.exec(`SELECT * FROM ${table}`).toArray());
}

const entry = (key: string | number, change: Partial<NewEntry> = {}): NewEntry => ({
  kind: "decision",
  dedupeKey: String(key),
  body: { number: key },
  ...change,
});
const entries = (count: number, from = 0) => Array.from({ length: count }, (_, index) => entry(from + index));

/** The root over entries, made without the object. */
function rootOver(list: readonly NewEntry[]): string {
  const range = list.reduce(
    (edge, { kind, body }) =>
      appendLeaf(edge, leafHash(new TextEncoder().encode(entryText({ kind, body })), sha256), sha256).range,
    EMPTY_RANGE,
  );
  return toHex(rangeRoot(range, sha256));
}

describe("AuditLog, storage", () => {
  it("makes no tables for a tenant whose log was only asked for", async () => {
    const tenant = newTenant();
    const log = logOf(tenant);
    expect(await log.proof(tenant, { index: 0 })).toBeUndefined();
    expect(await log.proof(tenant, { runId: "run_1", seq: 1 })).toBeUndefined();
    expect(await log.consistency(tenant, 1)).toEqual({ kind: "size_not_reached" });
    expect(await log.entries(0, 10)).toEqual([]);
    expect(await log.append([])).toEqual([]);
    const { size, root } = await verified(tenant, (await log.checkpoint(tenant)).note);
    expect([size, toHex(root)]).toEqual([0, toHex(sha256(""))]);
    expect(await rows(tenant, "sqlite_master")).toEqual([]);
  });

  it("keeps entries as the text that their leaves are hashed from, and every complete node once", async () => {
    const tenant = newTenant();
    await logOf(tenant).append(entries(11));
    const [first] = await logOf(tenant).entries(0, 1);
    expect(new TextDecoder().decode(first?.entry)).toBe('{"body":{"number":0},"kind":"decision"}');
    const leaves = await rows(tenant, "leaves");
    for (const { entry: bytes, hash } of leaves) {
      const text = new Uint8Array(bytes as ArrayBuffer);
      expect(toHex(new Uint8Array(hash as ArrayBuffer))).toBe(toHex(leafHash(text, sha256)));
    }
    const levels = (await rows(tenant, "nodes")).map(({ level, node_index }) => [level, node_index]);
    expect([leaves.length, levels]).toEqual([11, [...[0, 1, 2, 3, 4].map((n) => [1, n]), [2, 0], [2, 1], [3, 0]]]);
  });

  it("answers entries in order, from where it is asked", async () => {
    const tenant = newTenant();
    await logOf(tenant).append(entries(5));
    const indexes = async (from: number, count: number) =>
      (await logOf(tenant).entries(from, count)).map(({ index }) => index);
    expect(await indexes(0, 2)).toEqual([0, 1]);
    expect(await indexes(3, 9)).toEqual([3, 4]);
    expect(await indexes(5, 9)).toEqual([]);
  });

  it("enters nothing of a call with an entry that is too large, and takes no other call along", async () => {
    const tenant = newTenant();
    const large = entry("large", { body: "x".repeat(limits.MAX_LOG_ENTRY_BYTES) });
    const outcomes = await runInDurableObject(logOf(tenant), (log) =>
      Promise.allSettled([log.append([entry("a")]), log.append([entry("b"), large]), log.append([entry("c")])]),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect((await rows(tenant, "leaves")).map(({ dedupe_key }) => dedupe_key)).toEqual(["a", "c"]);
  });
});

describe("AuditLog, repeated entries", () => {
  it("are where they were, whatever they hold, in one call and in the next", async () => {
    const tenant = newTenant();
    expect(await logOf(tenant).append([entry("a"), entry("b"), entry("a")])).toEqual([0, 1, 0]);
    expect(await logOf(tenant).append([entry("b", { body: "another" }), entry("c")])).toEqual([1, 2]);
    await evictDurableObject(logOf(tenant));
    expect(await logOf(tenant).append([entry("c"), entry("d")])).toEqual([2, 3]);
    expect(await rows(tenant, "leaves")).toHaveLength(4);
  });

  it("of another kind are others", async () => {
    const tenant = newTenant();
    expect(await logOf(tenant).append([entry("a"), entry("a", { kind: "proposal" })])).toEqual([0, 1]);
  });

  it("are entered once when fifty callers enter them at once", async () => {
    const tenant = newTenant();
    const positions = await Promise.all(Array.from({ length: 50 }, () => logOf(tenant).append(entries(2))));
    expect(new Set(positions.map(String))).toEqual(new Set(["0,1"]));
    expect(await rows(tenant, "leaves")).toHaveLength(2);
  });
});

describe("AuditLog, checkpoints", () => {
  it("state size and root of the log, signed by the key that signs now", async () => {
    const tenant = newTenant();
    await logOf(tenant).append(entries(7));
    const { note, origin, size, root } = await logOf(tenant).checkpoint(tenant);
    const checkpoint = await verified(tenant, note);
    expect({ origin, size, root }).toEqual(checkpoint);
    expect([size, toHex(checkpoint.root)]).toEqual([7, rootOver(entries(7))]);
  });

  it("of one size are one note, also after an eviction", async () => {
    const tenant = newTenant();
    await logOf(tenant).append(entries(3));
    const notes = await Promise.all(Array.from({ length: 20 }, () => logOf(tenant).checkpoint(tenant)));
    await evictDurableObject(logOf(tenant));
    notes.push(await logOf(tenant).checkpoint(tenant));
    expect(new Set(notes.map(({ note, signedAt }) => `${note}${signedAt}`)).size).toBe(1);
    expect(await rows(tenant, "checkpoints")).toHaveLength(1);
  });

  it("never shrink and never fork while entries arrive and the object goes away", async () => {
    const tenant = newTenant();
    const log = logOf(tenant);
    const seen: Awaited<ReturnType<typeof log.checkpoint>>[] = [];
    for (let round = 0; round < 10; round++) {
      const some = Array.from({ length: 6 }, (_, n) => logOf(tenant).append([entry(`${round}.${n}`)]));
      const signed = Array.from({ length: 6 }, () => logOf(tenant).checkpoint(tenant));
      await Promise.all(some);
      seen.push(...(await Promise.all(signed)));
      if (round % 3 === 2) await evictDurableObject(logOf(tenant));
    }
    const sizes = seen.map(({ size }) => size);
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    const notes = new Map(seen.map(({ size, note }) => [size, note]));
    for (const { size, note } of seen) expect(notes.get(size)).toBe(note);
  });

  it.each([
    ["changed", "UPDATE leaves SET hash = zeroblob(32) WHERE leaf_index = 4"],
    ["removed", "DELETE FROM leaves WHERE leaf_index >= 2"],
  ])("are no longer signed once a signed entry was %s in storage", async (_, change) => {
    const tenant = newTenant();
    await logOf(tenant).append(entries(5));
    const { note } = await logOf(tenant).checkpoint(tenant);
    await runInDurableObject(logOf(tenant), (_log, state) => state.storage.sql.exec(change).toArray());
    await evictDurableObject(logOf(tenant));
    await logOf(tenant).append([entry("after")]);
    const refused = await runInDurableObject(logOf(tenant), (log) =>
      log.checkpoint(tenant).catch((error: unknown) => String(error)),
    );
    expect(refused).toContain("does not begin with the one that was signed last");
    expect((await rows(tenant, "checkpoints")).map((row) => row.note)).toEqual([note]);
  });
});

describe("AuditLog, proofs", () => {
  it("lead from every leaf to the root of the checkpoint", async () => {
    const tenant = newTenant();
    await logOf(tenant).append(entries(13));
    for (let index = 0; index < 13; index++) {
      const found = await logOf(tenant).proof(tenant, { index });
      if (found === undefined) throw new Error("no proof");
      const { size: treeSize, root } = await verified(tenant, found.checkpoint.note);
      const claim = { leafIndex: index, leafHash: leafHash(found.entry, sha256), treeSize, root, proof: found.proof };
      expect(verifyInclusion(claim, sha256)).toBe(true);
    }
    expect(await logOf(tenant).proof(tenant, { index: 13 })).toBeUndefined();
  });

  it("lead from every earlier checkpoint to the current one", async () => {
    const tenant = newTenant();
    const earlier = [];
    for (let size = 1; size <= 9; size++) {
      await logOf(tenant).append([entry(size)]);
      earlier.push(await verified(tenant, (await logOf(tenant).checkpoint(tenant)).note));
      await evictDurableObject(logOf(tenant));
    }
    for (const { size: oldSize, root: oldRoot } of earlier) {
      const result = await logOf(tenant).consistency(tenant, oldSize);
      if (result.kind !== "proof") throw new Error("no proof");
      const { size: newSize, root: newRoot } = await verified(tenant, result.checkpoint.note);
      expect(verifyConsistency({ oldSize, oldRoot, newSize, newRoot, proof: result.proof }, sha256)).toBe(true);
    }
    expect(await logOf(tenant).consistency(tenant, 10)).toEqual({ kind: "size_not_reached" });
  });
});

describe("AuditLog, what it says of something", () => {
  const about = (n: number): NewEntry =>
    n % 3 === 0
      ? entry(n, {
          kind: "confirmation",
          body: { payload: { confirmation_id: n % 2 === 0 ? "confirm_a" : "confirm_b" } },
        })
      : entry(n, { kind: n % 3 === 1 ? "retention_purge" : "run_head", body: { run_id: "run_1", n } });
  const found = async (tenant: string, size: number, ...subjects: string[]) => {
    const indexes: number[] = [];
    for (let after = -1; ; ) {
      const page = await logOf(tenant).entriesAbout(subjects, after, size);
      if (page.length === 0) return indexes;
      indexes.push(...page.map(({ leafIndex }) => leafIndex));
      after = indexes.at(-1) ?? after;
    }
  };
  const where = (holds: (n: number) => boolean) => Array.from({ length: 700 }, (_, n) => n).filter(holds);

  it("is found by pages, heads aside, and nothing behind the size that is asked about", async () => {
    const tenant = newTenant();
    await logOf(tenant).append(Array.from({ length: 710 }, (_, n) => about(n)));
    expect(await found(tenant, 700, "confirm_a")).toEqual(where((n) => n % 6 === 0));
    expect(await found(tenant, 700, "run_1", "confirm_b")).toEqual(where((n) => n % 6 === 3 || n % 3 === 1));
    expect(await found(tenant, 700, "run_2")).toEqual([]);
  });

  it("is found by an index, also what was entered before there was one", async () => {
    const tenant = newTenant();
    await logOf(tenant).append(Array.from({ length: 9 }, (_, n) => about(n)));
    await runInDurableObject(logOf(tenant), (_, { storage: { sql } }) => {
      sql.exec("DROP INDEX leaves_by_subject");
      sql.exec("DELETE FROM schema_version WHERE version >= 2");
    });
    await evictDurableObject(logOf(tenant));
    expect(await found(tenant, 9, "confirm_b")).toEqual([3]);
    const plan = await runInDurableObject(logOf(tenant), (_, { storage: { sql } }) =>
      sql
        .exec(`EXPLAIN QUERY PLAN SELECT * FROM leaves WHERE kind <> 'run_head' AND ${SUBJECT} IN ('confirm_b')`)
        .toArray(),
    );
    expect(JSON.stringify(plan)).toContain("USING INDEX leaves_by_subject");
  });

  it("has no tables for a tenant whose log was only asked", async () => {
    const tenant = newTenant();
    expect(await found(tenant, 9, "run_1")).toEqual([]);
    expect(await logOf(tenant).earlierHeads("run_1", 9, 9)).toEqual([]);
    expect(await logOf(tenant).growthBefore(1, 9, undefined)).toEqual([]);
    expect(await rows(tenant, "sqlite_master")).toEqual([]);
  });
});
