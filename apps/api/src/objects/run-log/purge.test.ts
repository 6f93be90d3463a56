import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { canonicalRecord, genesisHead, nextHead, recordHash, toHex } from "@operator/audit";
import { Attachment } from "@operator/contract";
import { describe, expect, it } from "vitest";
import { verified } from "../../../test/audit.ts";
import { logged } from "../../../test/confirmations.ts";
import { refsIn, resolved, sendAttachment, sendResolve } from "../../../test/evidence.ts";
import { event, openTenant, postEvents, problemOf, send } from "../../../test/harness.ts";
import { storePolicy } from "../../../test/policies.ts";
import {
  failedRun,
  logOf,
  logRows,
  proposePurge,
  purge,
  redeemed,
  reportApplied,
  WORDS,
} from "../../../test/retention.ts";
import { sha256 } from "../../adapters/sha256.ts";

const RUN = "run_purged";
const bytesOf = (value: unknown) => new Uint8Array(value as ArrayBuffer);
const linesOf = (body: unknown) => new TextDecoder().decode(bytesOf(body)).split("\n").slice(0, -1);
const ANY_WORDS = new RegExp(
  ["purged_module", WORDS.destination, WORDS.progress, "purged-reason", "Traceback"].join("|"),
);

describe("a purged run", () => {
  it("is proposed with what would go, and gone when its executor has reported", async () => {
    const tenant = await openTenant();
    await failedRun(tenant, RUN);
    const proposed = await proposePurge(tenant, RUN);
    expect(proposed).toMatchObject({
      risk_level: "high",
      required_approvals: { approvals: 2 },
      candidate: { patch: { run_ids: [RUN], through: [5] } },
      delta: { runs: [{ run_id: RUN, events: 5, from: "2026-07-02T09:00:00.000Z", to: "2026-07-02T09:00:00.000Z" }] },
    });
    expect((await reportApplied(tenant, await redeemed(tenant, proposed))).status).toBe("applied");
    const segments = await logRows(tenant, RUN, "segments");
    expect(segments.map(({ body }) => bytesOf(body).length)).toEqual([0, 0, 0, 0, 0]);
    const tables = await runInDurableObject(logOf(tenant, RUN), (_, { storage }) => {
      const names = storage.sql
        .exec("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'")
        .toArray();
      return names.map(({ name }) => storage.sql.exec(`SELECT * FROM ${name}`).toArray());
    });
    expect(JSON.stringify(tables)).not.toMatch(ANY_WORDS);
    expect(await logRows(tenant, RUN, "purge_filler")).toEqual([]);
  });

  it("says so in the tenant's log, behind a head that covers all of it", async () => {
    const tenant = await openTenant();
    await failedRun(tenant, RUN);
    const { confirmation_id } = await purge(tenant, RUN);
    expect(await logged(tenant, "retention_purge")).toMatchObject([
      { run_id: RUN, purged_through: 5, confirmation_id },
    ]);
    expect((await logged(tenant, "run_head")).at(-1)).toMatchObject({ run_id: RUN, next_seq: 6 });
  });

  it("keeps its chain: heads verify, proofs verify, and later records link to where it ended", async () => {
    const tenant = await openTenant();
    await failedRun(tenant, RUN);
    const lines = (await logRows(tenant, RUN, "segments")).flatMap(({ body }) => linesOf(body));
    await purge(tenant, RUN);
    const hash = lines.reduce((prev, line, at) => recordHash(canonicalRecord(line, at + 1, prev), sha256), "");
    const segments = await logRows(tenant, RUN, "segments");
    expect(segments.at(-1)?.last_record_hash).toBe(hash);
    let head = genesisHead(tenant.id, RUN, sha256);
    for (const { digest, first_seq, count, head: stored } of segments) {
      const link = { digest: bytesOf(digest), firstSeq: Number(first_seq), count: Number(count) };
      head = nextHead(head, link, sha256);
      expect(toHex(bytesOf(stored))).toBe(toHex(head));
    }
    const proof = await tenant.admin.getProof({ run_id: RUN, seq: 5 });
    expect(proof.run_head.head).toBe(toHex(head));
    expect((await verified(tenant.id, proof.checkpoint.checkpoint)).size).toBe(proof.tree_size);
  });

  it("goes on answering how it went and what it failed of, and nothing that its records said", async () => {
    const tenant = await openTenant();
    await failedRun(tenant, RUN);
    const before = await tenant.agent.explainFailure({ run_id: RUN });
    expect(JSON.stringify(before)).toMatch(ANY_WORDS);
    const { confirmation_id } = await purge(tenant, RUN);
    await evictDurableObject(logOf(tenant, RUN));
    const [summary, failure, next] = [
      await tenant.agent.summarizeRun({ run_id: RUN }),
      await tenant.agent.explainFailure({ run_id: RUN }),
      await tenant.agent.nextAction({ run_id: RUN }),
    ];
    expect(summary).toMatchObject({ status: "failed", exit_code: 1, policy_denials: 1 });
    expect(failure).toMatchObject({ error_category: before.error_category, next_action: before.next_action });
    for (const text of [summary.summary, failure.root_cause, next.rationale]) expect(text).toContain(confirmation_id);
    expect(JSON.stringify([summary, failure, next])).not.toMatch(ANY_WORDS);
    const [item] = (await tenant.agent.listRuns()).items;
    expect(item).toMatchObject({ run_id: RUN, status: "failed", error_category: before.error_category, purged: true });
  });

  it("answers evidence_purged where the records would be needed", async () => {
    const tenant = await openTenant();
    await storePolicy(tenant);
    await failedRun(tenant, RUN);
    await purge(tenant, RUN);
    const gone = { code: "evidence_purged", status: 410 };
    await expect(tenant.agent.getRunTimeline({ run_id: RUN })).rejects.toMatchObject(gone);
    await expect(tenant.agent.explainPolicyDenial({ run_id: RUN })).rejects.toMatchObject(gone);
    const named = tenant.agent.explainPolicyDenial({ run_id: RUN, destination: WORDS.destination });
    await expect(named).rejects.toMatchObject(gone);
    const recommended = tenant.agent.recommendPolicyPatch({ body: { agent: "weather-agent", run_id: RUN } });
    await expect(recommended).rejects.toMatchObject(gone);
    await expect(proposePurge(tenant, RUN)).rejects.toMatchObject(gone);
    const hold = tenant.admin.putLegalHold({ run_id: RUN, body: { held: true } });
    await expect(hold).rejects.toMatchObject(gone);
  });

  it("goes on saying that it had no denial, if it had none", async () => {
    const tenant = await openTenant();
    await postEvents(tenant.keys.runtime, RUN, JSON.stringify({ events: [event(RUN)] }));
    await purge(tenant, RUN);
    const asked = tenant.agent.explainPolicyDenial({ run_id: RUN });
    await expect(asked).rejects.toMatchObject({ code: "run_has_no_denial" });
  });

  it("makes the use of its agent's policy unknown", async () => {
    const tenant = await openTenant();
    await storePolicy(tenant);
    await failedRun(tenant, RUN, new Date().toISOString());
    await purge(tenant, RUN);
    const asked = tenant.agent.recommendPolicyPatch({
      body: { agent: "weather-agent", tighten: { window_days: 30 } },
    });
    await expect(asked).rejects.toMatchObject({ code: "usage_unknown" });
  });

  it("takes in new events behind it, knows repeated ones, and can be purged again", async () => {
    const tenant = await openTenant();
    const old = JSON.stringify({ events: [event(RUN, { event_id: "e-1" }, { detail: "purged-word" })] });
    await postEvents(tenant.keys.runtime, RUN, old);
    await purge(tenant, RUN);
    const again = await postEvents(tenant.keys.runtime, RUN, old);
    expect(await again.json()).toMatchObject({ accepted: [], duplicates: [{ index: 0, audit_seq: 1 }] });
    const late = JSON.stringify({ events: [event(RUN, { event_id: "e-2", event_type: "run_complete" })] });
    expect(await (await postEvents(tenant.keys.runtime, RUN, late)).json()).toMatchObject({
      accepted: [{ index: 0, audit_seq: 2 }],
    });
    const { events } = await tenant.agent.getRunTimeline({ run_id: RUN });
    expect(events.map(({ audit_seq }) => audit_seq)).toEqual([2]);
    expect((await tenant.agent.listRuns()).items[0]?.purged).toBeUndefined();
    const second = await purge(tenant, RUN);
    expect(second.candidate.patch).toEqual({ run_ids: [RUN], through: [2] });
    await expect(tenant.agent.getRunTimeline({ run_id: RUN })).rejects.toMatchObject({ code: "evidence_purged" });
  });

  it("keeps what it stored after people were asked", async () => {
    const tenant = await openTenant();
    await failedRun(tenant, RUN);
    const confirmation = await redeemed(tenant, await proposePurge(tenant, RUN));
    const late = event(RUN, { event_type: "egress_denied" }, { destination: "later.example:443" });
    await postEvents(tenant.keys.runtime, RUN, JSON.stringify({ events: [late] }));
    await reportApplied(tenant, confirmation);
    const { events } = await tenant.agent.getRunTimeline({ run_id: RUN });
    expect(events.map(({ audit_seq }) => audit_seq)).toEqual([6]);
    expect((await tenant.agent.explainPolicyDenial({ run_id: RUN })).denied_action).toContain("later.example");
  });

  it("loses what was attached to it and derived from it, and nothing of another run or tenant", async () => {
    const [tenant, other] = [await openTenant(), await openTenant()];
    const attached: { run: string; digest: string; key: string }[] = [];
    for (const { keys } of [tenant, other]) {
      for (const run of [RUN, `${RUN}2`]) {
        await failedRun(keys === tenant.keys ? tenant : other, run);
        const response = await sendAttachment(keys.runtime, run, `${WORDS.progress} in ${run}\n`);
        const { digest, audit_seq } = Attachment.parse(await response.json());
        await sendResolve(keys.agent, run, { type: "log", ref: `${audit_seq}:attachment:1` });
        attached.push({ run, digest, key: keys.agent });
      }
    }
    const namesOf = async ({ id }: typeof tenant) => [
      ...(await env.EVIDENCE.list({ prefix: `${id}/` })).objects.map(({ key }) => key),
      ...(await env.EVIDENCE_CACHE.list({ prefix: `${id}/` })).keys.map(({ name }) => name),
    ];
    const before = await namesOf(tenant);
    expect(before).toHaveLength(4);
    await purge(tenant, RUN);
    expect(await namesOf(tenant)).toEqual(before.filter((name) => !name.startsWith(`${tenant.id}/runs/${RUN}/`)));
    expect(await namesOf(other)).toHaveLength(4);
    const statuses = attached.map(async ({ run, digest, key }) => {
      const headers = { authorization: `Bearer ${key}` };
      return (await send(`/v1/runs/${run}/attachments/${digest}`, { headers })).status;
    });
    expect(await Promise.all(statuses)).toEqual([410, 200, 200, 200]);
  });

  it("answers every ref of before as purged, but for what is left: the run, and what a command answers now", async () => {
    const tenant = await openTenant();
    await failedRun(tenant, RUN);
    await sendAttachment(tenant.keys.runtime, RUN, "a log\n");
    const answers = [
      await tenant.agent.explainFailure({ run_id: RUN }),
      await tenant.agent.getRunTimeline({ run_id: RUN }),
    ];
    const refs = [...refsIn(answers), { type: "log" as const, ref: "6:attachment:1" }];
    expect(new Set(refs.map(({ type }) => type)).size).toBeGreaterThan(4);
    await purge(tenant, RUN);
    for (const ref of refs) {
      const response = await sendResolve(tenant.keys.agent, RUN, ref);
      if (ref.type === "run_id" || ref.type === "verification")
        expect([ref.ref, response.status]).toEqual([ref.ref, 200]);
      else expect([ref.ref, (await problemOf(response)).code]).toEqual([ref.ref, "evidence_purged"]);
    }
    // What it says of itself then resolves too.
    for (const ref of refsIn(await tenant.agent.summarizeRun({ run_id: RUN }))) await resolved(tenant, RUN, ref);
  });

  it("keeps what was attached after people were shown it", async () => {
    const tenant = await openTenant();
    await failedRun(tenant, RUN);
    await sendAttachment(tenant.keys.runtime, RUN, "shared\n", { query: "?name=before.log" });
    await sendAttachment(tenant.keys.runtime, RUN, "only before\n", { query: "?name=gone.log" });
    const confirmation = await redeemed(tenant, await proposePurge(tenant, RUN));
    await sendAttachment(tenant.keys.runtime, RUN, "shared\n", { query: "?name=after.log" });
    await reportApplied(tenant, confirmation);
    const found = await resolved(tenant, RUN, { type: "log", ref: "8:attachment:1" });
    expect(found).toMatchObject({ source: "after.log", content: "shared" });
    for (const ref of ["6:attachment:1", "7:attachment:1"]) {
      const response = await sendResolve(tenant.keys.agent, RUN, { type: "log", ref });
      expect((await problemOf(response)).code).toBe("evidence_purged");
    }
    expect((await env.EVIDENCE.list({ prefix: `${tenant.id}/` })).objects).toHaveLength(1);
  });

  it("stores nothing of what is attached again, and leaves nothing of an attachment that was broken off", async () => {
    const tenant = await openTenant();
    await failedRun(tenant, RUN);
    const stored = async () => (await env.EVIDENCE.list({ prefix: `${tenant.id}/` })).objects.map(({ key }) => key);
    await sendAttachment(tenant.keys.runtime, RUN, "a log\n");
    const brokenOff = `${tenant.id}/runs/${RUN}/${"0".repeat(64)}`;
    await env.EVIDENCE.put(brokenOff, "no event names it");
    await purge(tenant, RUN);
    expect(await stored()).toEqual([]);
    const again = await sendAttachment(tenant.keys.runtime, RUN, "a log\n");
    expect((await problemOf(again)).code).toBe("evidence_purged");
    expect(await stored()).toEqual([]);
    // Under another name it is another piece of evidence, which the first one does not take along.
    const other = await sendAttachment(tenant.keys.runtime, RUN, "a log\n", { query: "?name=other.log" });
    expect(other.status).toBe(201);
    expect((await problemOf(await sendAttachment(tenant.keys.runtime, RUN, "a log\n"))).code).toBe("evidence_purged");
    expect(await stored()).toHaveLength(1);
  });
});
