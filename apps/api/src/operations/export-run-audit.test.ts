import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { canonicalContent, canonicalRecord, recordHash } from "@operator/audit";
import type { AuditRecord, JsonObject } from "@operator/contract";
import { describe, expect, it } from "vitest";
import { bundleOf, verdictOf } from "../../test/bundles.ts";
import { binding, decide, propose } from "../../test/confirmations.ts";
import { event, openTenant, problemOf, send, type TestTenant } from "../../test/harness.ts";
import {
  allowed,
  denied,
  pendingOf,
  RUN,
  recommend,
  storePolicy,
  tellRun,
  tenantWithDenials,
} from "../../test/policies.ts";
import { sha256 } from "../adapters/sha256.ts";

function get(tenant: TestTenant, runId: string, query = "", key = tenant.keys.admin) {
  return send(`/v1/runs/${runId}/audit/export${query}`, { headers: { authorization: `Bearer ${key}` } });
}

/** The text of an answer, whatever its media type. */
async function textOf(response: Response): Promise<string> {
  return new TextDecoder().decode(await response.arrayBuffer());
}

const leavesOf = (entries: readonly { leaf: string }[]) => entries.map(({ leaf }) => JSON.parse(leaf));

describe("exportRunAudit", () => {
  it("answers a bundle that verifies, under a name that can be saved", async () => {
    const tenant = await tenantWithDenials(denied("api.weather.gov:443"), { type: "run_failed", actor: "daemon" });
    const response = await get(tenant, RUN);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename="audit-${RUN}.json"`);
    const bundle = await textOf(response);
    expect(await verdictOf(tenant, RUN, bundle)).toMatchObject({ ok: true });
    expect(bundleOf(bundle).segments.flatMap(({ records }) => records)).toHaveLength(3);
  });

  it("enters the head of a run that goes on, and covers every record that it has", async () => {
    const tenant = await openTenant();
    await tellRun(tenant, "run:a", [allowed("api.example.com:443")]);
    await evictDurableObject(env.RUN_LOG.getByName(`${tenant.id}/run:a`));
    const response = await get(tenant, "run:a");
    expect(response.headers.get("content-disposition")).toContain('"audit-run_a.json"');
    const bundle = await textOf(response);
    expect(await verdictOf(tenant, "run:a", bundle)).toMatchObject({ ok: true });
    expect(JSON.parse(bundleOf(bundle).head.leaf)).toMatchObject({ kind: "run_head", body: { next_seq: 3 } });
  });

  it("holds what the run was when it began, whatever is appended while it is read", async () => {
    const tenant = await openTenant();
    const post = (step: number, count = 1000) => {
      const events = Array.from({ length: count }, (_, n) => event("run_long", {}, { step, n, text: "x".repeat(900) }));
      return tenant.runtime.ingestEvents({ run_id: "run_long", body: { events: events as never } });
    };
    for (let step = 0; step < 3; step++) await post(step);
    const response = await get(tenant, "run_long");
    const reader = response.body?.getReader();
    const pieces: Uint8Array[] = [];
    for (let piece = await reader?.read(); piece?.value !== undefined; piece = await reader?.read()) {
      if (pieces.push(piece.value) === 1) await post(99, 10);
    }
    const bundle = new TextDecoder().decode(Buffer.concat(pieces));
    expect(await verdictOf(tenant, "run_long", bundle)).toMatchObject({ ok: true });
    expect(bundleOf(bundle).segments.flatMap(({ records = [] }) => records)).toHaveLength(3000);
  });

  it("has the policies that the run names, and the trail and receipts of confirmations that cite it", async () => {
    const tenant = await openTenant();
    const { policy_digest } = await storePolicy(tenant);
    await tellRun(tenant, RUN, [denied("api.weather.gov:443", { policy_digest })], { start: { policy_digest } });
    await recommend(tenant, { run_id: RUN });
    await propose(tenant, binding("beside"));
    const confirmation = (await pendingOf(tenant)).find(({ change_type }) => change_type === "policy_patch");
    const { confirmation_id = "" } = confirmation ?? {};
    await expect(decide(tenant.agent, await tenant.agent.getConfirmation({ confirmation_id }))).rejects.toThrow();
    await decide(tenant.reviewer, await tenant.reviewer.getConfirmation({ confirmation_id }));
    const { receipt } = await tenant.executor.redeemGrant({ confirmation_id, body: {} });

    const text = await (await get(tenant, RUN)).text();
    expect(await verdictOf(tenant, RUN, text)).toMatchObject({ ok: true });
    const bundle = bundleOf(text);
    expect(bundle.policies).toMatchObject([{ agent: "weather-agent", revision: 1, policy_digest }]);
    expect(bundle.receipts).toEqual([receipt]);
    const trail = leavesOf(bundle.entries)
      .filter(({ kind }) => kind !== "run_head")
      .map(({ kind, body }) => [kind, body.event_type, body.payload.confirmation_id]);
    expect(trail).toEqual(
      ["confirmation_proposed", "confirmation_viewed", "confirmation_decided", "grant_redeemed"].map((type) => [
        "confirmation",
        type,
        confirmation_id,
      ]),
    );
  });

  it("has the latest heads that the run had before", async () => {
    const tenant = await openTenant();
    for (let step = 1; step <= 40; step++) {
      await tellRun(tenant, RUN, [], { start: { step } });
      await runInDurableObject(env.RUN_LOG.getByName(`${tenant.id}/${RUN}`), (log) => log.alarm());
    }
    await tellRun(tenant, "run_denied_too", []);
    const text = await textOf(await get(tenant, RUN));
    expect(await verdictOf(tenant, RUN, text)).toMatchObject({ ok: true });
    const heads = leavesOf(bundleOf(text).entries).map(({ kind, body }) => [kind, body.run_id, body.next_seq]);
    expect(heads).toEqual(Array.from({ length: 32 }, (_, index) => ["run_head", RUN, 9 + index]));
  });

  it("has proofs from the latest checkpoints, and from an older one that is asked for", async () => {
    const tenant = await openTenant();
    for (let run = 0; run < 40; run++) {
      await tellRun(tenant, `run_${run}`, [{ type: "run_complete", actor: "daemon" }]);
      await tenant.admin.getCheckpoint();
    }
    const sizesOf = async (query: string) => {
      const { consistency } = bundleOf(await (await get(tenant, "run_0", query)).text());
      return consistency.map(({ checkpoint }) => Number(checkpoint.split("\n")[1]));
    };
    const latest = Array.from({ length: 32 }, (_, index) => 8 + index);
    expect(await sizesOf("")).toEqual(latest);
    expect(await sizesOf("?trusted_size=3")).toEqual([3, ...latest]);
    expect(await sizesOf("?trusted_size=20")).toEqual(latest);
    expect(await sizesOf("?trusted_size=40")).toEqual(latest);
    const text = await (await get(tenant, "run_0", "?trusted_size=3")).text();
    const [trusted = ""] = bundleOf(text).consistency.map(({ checkpoint }) => checkpoint);
    expect(await verdictOf(tenant, "run_0", text, trusted)).toMatchObject({ ok: true });
    expect(await problemOf(await get(tenant, "run_0", "?trusted_size=41"))).toMatchObject({
      status: 409,
      code: "size_not_reached",
    });
  });

  it("refuses a trusted size that was never signed", async () => {
    const tenant = await openTenant();
    for (const run of ["run_0", "run_1"]) await tellRun(tenant, run, [{ type: "run_complete", actor: "daemon" }]);
    expect(await problemOf(await get(tenant, "run_0", "?trusted_size=1"))).toMatchObject({
      status: 422,
      code: "invalid_request",
    });
  });

  it("answers a run of another tenant like an unknown one", async () => {
    const [one, two] = [await openTenant(), await openTenant()];
    await tellRun(one, RUN, []);
    for (const query of ["", "?format=jsonl"]) {
      const [foreign, unknown] = [
        await problemOf(await get(two, RUN, query)),
        await problemOf(await get(two, "run_x", query)),
      ];
      expect(foreign.code).toBe("run_not_found");
      expect(foreign.detail).toBe(unknown.detail);
    }
  });
});

/** True when lines are an AgentPaaS audit log: checked as its verifier does, from the records alone. */
function isLog(lines: readonly string[]): boolean {
  let before = "";
  return lines.every((line, index) => {
    const { seq, prev_hash, record_hash, ...content } = JSON.parse(line) as AuditRecord;
    const links = seq === index + 1 && prev_hash === before;
    before = record_hash ?? "";
    return (
      links && recordHash(canonicalRecord(canonicalContent(content), seq ?? 0, prev_hash ?? ""), sha256) === record_hash
    );
  });
}

describe("exportRunAudit, as JSONL", () => {
  it("answers the records as a log that verifies, with the fields in its order", async () => {
    const tenant = await openTenant();
    await tellRun(tenant, RUN, [allowed("api.example.com:443")]);
    await tellRun(tenant, RUN, [denied("api.weather.gov:443", { z: 1, a: { "<b>": [1.5, null] } } as JsonObject)]);
    const response = await get(tenant, RUN, "?format=jsonl");
    expect(response.headers.get("content-type")).toBe("application/x-ndjson");
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename="audit-${RUN}.jsonl"`);
    const text = await textOf(response);
    const lines = text.split("\n").slice(0, -1);
    expect(lines).toHaveLength(4);
    expect(isLog(lines)).toBe(true);
    expect(isLog(lines.toSpliced(1, 1))).toBe(false);
    expect(Object.keys(JSON.parse(lines[0] ?? ""))).toEqual([
      "seq",
      "prev_hash",
      "record_hash",
      "timestamp",
      "event_type",
      "deployment_mode",
      "actor",
      "payload",
    ]);
    const other = await openTenant();
    expect((await other.runtime.importAudit({ body: text })).runs).toMatchObject([{ run_id: RUN, accepted: 4 }]);
  });

  it("is the chain that single records are read with", async () => {
    const tenant = await tenantWithDenials(denied("api.weather.gov:443"), allowed("api.example.com:443"));
    const text = await textOf(await get(tenant, RUN, "?format=jsonl"));
    const hashes = text
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line).record_hash);
    const records = await env.RUN_LOG.getByName(`${tenant.id}/${RUN}`).recordsAt(1, 3);
    expect(records?.map(({ record_hash }) => record_hash)).toEqual(hashes);
  });
});
