import { createHash } from "node:crypto";
import { type BundleVerdict, verifyBundle } from "@operator/audit";
import { createClient, type OperatorClient } from "@operator/client";
import type { JsonObject } from "@operator/contract";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { chained } from "../support/chain.ts";
import { event } from "../support/events.ts";
import { samples } from "../support/samples.ts";
import { openTenant, type Tenant } from "../support/tenants.ts";

const service = inject("service");
const newSha256 = () => createHash("sha256");

/** A tenant with the key of somebody who may read its log. */
interface Audited {
  tenant: Tenant;
  auditor: OperatorClient;
}
let audited: Audited;
let trustedKeys: string[];

async function openAudited(id: string): Promise<Audited> {
  const tenant = await openTenant(service, id);
  return { tenant, auditor: createClient({ baseUrl: service.baseUrl, apiKey: tenant.keys.auditor }) };
}

beforeAll(async () => {
  audited = await openAudited("exports");
  trustedKeys = (await audited.auditor.getPublicKeys()).keys.map(({ vkey }) => vkey);
});

/** Where a bundle comes from, as far as its reader knows. */
const originOf = async ({ auditor }: Audited) => (await auditor.getCheckpoint()).origin;

async function verdictOf(from: Audited, runId: string, bundle: string | Response): Promise<BundleVerdict> {
  const source = typeof bundle === "string" ? bundle : (bundle.body ?? "");
  return verifyBundle(source, { origin: await originOf(from), runId, trustedKeys, sha256: newSha256 });
}

const text = (records: readonly object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");

/** Checks the lines of a log as the source's verifier does, with nothing of ours: each without its hash is what was hashed. */
function isLog(log: string): boolean {
  const lines = log.split("\n").slice(0, -1);
  let before = "";
  return lines.every((line, index) => {
    const [, seq, prev, hash] = /^\{"seq":(\d+),"prev_hash":"(\w*)","record_hash":"(\w{64})",/.exec(line) ?? [];
    const links = Number(seq) === index + 1 && prev === before;
    before = hash ?? "";
    const hashed = line.replace(`"record_hash":"${hash}",`, "");
    return links && newSha256().update(hashed).digest("hex") === hash;
  });
}

describe("exportRunAudit on the running service", () => {
  it.each(samples.map((sample) => [sample.name, sample] as const))(
    "proves %s",
    async (_, { runId, text: log, records }) => {
      await audited.tenant.client.importAudit({ body: log });
      const bundle = await (await audited.auditor.exportRunAudit({ run_id: runId })).text();
      expect(await verdictOf(audited, runId, bundle)).toMatchObject({ ok: true, findings: [] });
      const lines = await (await audited.auditor.exportRunAudit({ run_id: runId, format: "jsonl" })).text();
      expect(lines.split("\n")).toHaveLength(records.length + 1);
      expect(isLog(lines)).toBe(true);
    },
  );

  it("proves each run of a log of many", async () => {
    const runs = ["many_a", "many_b", "many_c"];
    const events = Array.from({ length: 60 }, (_, step) =>
      event(runs[step % 3] ?? "", { event_type: "invoke" }, { step }),
    );
    await audited.tenant.client.importAudit({ body: text(chained(events)) });
    for (const run_id of runs) {
      const lines = await (await audited.auditor.exportRunAudit({ run_id, format: "jsonl" })).text();
      expect([isLog(lines), lines.split("\n").length]).toEqual([true, 21]);
      expect(await verdictOf(audited, run_id, await audited.auditor.exportRunAudit({ run_id }))).toMatchObject({
        ok: true,
      });
    }
  });

  it("is found out when any one byte of a bundle or of a log was changed", async () => {
    const { runId } = samples[0] ?? { runId: "" };
    const bundle = await (await audited.auditor.exportRunAudit({ run_id: runId })).text();
    const lines = await (await audited.auditor.exportRunAudit({ run_id: runId, format: "jsonl" })).text();
    /** The text with one character of plain ASCII in place of another. */
    const changedAt = (whole: string, at: number) => {
      const other = whole[at] === "7" ? "8" : "7";
      return whole.slice(0, at) + other + whole.slice(at + 1);
    };
    const places = (whole: string) => Array.from({ length: 150 }, (_, n) => Math.floor((n * whole.length) / 150));
    for (const at of places(bundle)) {
      const { ok } = await verdictOf(audited, runId, changedAt(bundle, at));
      expect([at, bundle.slice(at - 20, at + 20), ok]).toEqual([at, expect.anything(), false]);
    }
    for (const at of places(lines)) expect([at, isLog(changedAt(lines, at))]).toEqual([at, false]);
  });

  it("proves ten thousand records, read as a stream", async () => {
    const events = Array.from({ length: 10_000 }, (_, step) =>
      event("run_long", {}, { step, text: "<é\u2028>".repeat(step % 50) }),
    );
    for (let from = 0; from < events.length; from += 1000) {
      const batch = events.slice(from, from + 1000) as never;
      await audited.tenant.client.ingestEvents({ run_id: "run_long", body: { events: batch } });
    }
    const verdict = await verdictOf(audited, "run_long", await audited.auditor.exportRunAudit({ run_id: "run_long" }));
    expect(verdict).toMatchObject({ ok: true, findings: [] });
  });

  it("holds a bundle against a checkpoint that was kept", async () => {
    const kept = await audited.auditor.getCheckpoint();
    await audited.tenant.client.ingestEvents({
      run_id: "run_later",
      body: { events: [event("run_later", { event_type: "run_complete" }) as never] },
    });
    const bundle = await audited.auditor.exportRunAudit({ run_id: "run_later", trusted_size: kept.size });
    const known = { origin: kept.origin, runId: "run_later", trustedKeys, sha256: newSha256 };
    const whole = await bundle.text();
    expect(await verifyBundle(whole, { ...known, trustedCheckpoint: kept.checkpoint })).toMatchObject({ ok: true });
    const forged = { size: kept.size, root: Buffer.alloc(32, 7).toString("base64") };
    const { findings } = await verifyBundle(whole, { ...known, trustedCheckpoint: forged });
    expect(findings.map(({ code }) => code)).toEqual(["forked"]);
  });
});

describe("tenants", () => {
  it("have logs of their own: what is of one is neither found nor proved in another", async () => {
    const other = await openAudited("exports-beside");
    const log = text(chained([event("run_apart", { event_type: "run_complete" }) as JsonObject]));
    await audited.tenant.client.importAudit({ body: log });
    await expect(other.auditor.exportRunAudit({ run_id: "run_apart" })).rejects.toMatchObject({
      code: "run_not_found",
    });
    await other.tenant.client.importAudit({ body: log });
    const bundle = await (await audited.auditor.exportRunAudit({ run_id: "run_apart" })).text();
    expect(await verdictOf(audited, "run_apart", bundle)).toMatchObject({ ok: true });
    const { ok, findings } = await verdictOf(other, "run_apart", bundle);
    expect([ok, findings.some(({ code }) => code === "other_log")]).toEqual([false, true]);
  });
});
