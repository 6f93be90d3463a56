import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { binding, decide, deskOf, propose, rows, tamper, trailTypes, webhook } from "../../../test/confirmations.ts";
import { openTenant } from "../../../test/harness.ts";
import { tellRun } from "../../../test/policies.ts";
import { digest } from "../../adapters/digest.ts";
import { Journal } from "./journal.ts";

const UNKNOWN = `confirm_${"0".repeat(32)}`;

describe("ConfirmationDesk, storage", () => {
  it("makes no tables for a tenant whose desk was only asked, whatever was asked", async () => {
    const tenant = await openTenant();
    const id = { confirmation_id: UNKNOWN };
    const digest = `sha256:${"0".repeat(64)}`;
    expect((await tenant.agent.listConfirmations()).items).toEqual([]);
    const asked = [
      tenant.agent.getConfirmation(id),
      tenant.reviewer.getConfirmation(id),
      tenant.agent.getConfirmation({ ...id, wait: 1 }),
      tenant.agent.cancelConfirmation({ ...id, body: {} }),
      decide(tenant.reviewer, { ...id, candidate_digest: digest }),
      tenant.executor.redeemGrant({ ...id, body: {} }),
      tenant.executor.reportApply({ ...id, body: { outcome: "applied" } }),
    ];
    for (const one of await Promise.allSettled(asked)) {
      expect(one).toMatchObject({ status: "rejected", reason: { code: "confirmation_not_found" } });
    }
    await deskOf(tenant).supersede("an-agent", digest);
    expect(await deskOf(tenant).citing("run_1")).toEqual([]);
    await runInDurableObject(deskOf(tenant), (desk) => desk.alarm());
    expect(await rows(tenant, "sqlite_master")).toEqual([]);
  });

  it("keeps what is derived from a state beside it, in step", async () => {
    const tenant = await openTenant();
    const confirmation = await propose(tenant);
    const [pending] = await rows(tenant, "confirmations");
    expect(pending).toMatchObject({ number: 1, version: 1, status: "pending", proposer: "agent", agent: null });
    expect(pending?.deadline).toBe(Date.parse(confirmation.expires_at));
    const { grant_expires_at = "" } = await decide(tenant.reviewer, confirmation);
    const [approved] = await rows(tenant, "confirmations");
    expect(approved).toMatchObject({ version: 2, status: "approved", deadline: Date.parse(grant_expires_at) });
    expect(JSON.parse(String(approved?.state)).candidate).toEqual(confirmation.candidate);
    expect(await rows(tenant, "steps")).toEqual([]);
  });

  it("keeps the bytes that the digest is over", async () => {
    const tenant = await openTenant();
    const { candidate, candidate_digest } = await propose(tenant, webhook(1, { rationale: "<b>&\u2028 \ud83d\ude00" }));
    expect(digest(JSON.parse(JSON.stringify(candidate)))).toBe(candidate_digest);
  });

  it("answers nothing from a row that is no confirmation, and goes on with the others", async () => {
    const tenant = await openTenant();
    const [broken, whole] = [await propose(tenant, binding(1)), await propose(tenant, binding(2))];
    await tamper(
      tenant,
      "UPDATE confirmations SET state = json_set(state, '$.status', 'granted') WHERE confirmation_id = ?",
      broken.confirmation_id,
    );
    await evictDurableObject(deskOf(tenant));
    await expect(tenant.agent.getConfirmation(broken)).rejects.toMatchObject({ status: 500 });
    await expect(decide(tenant.reviewer, broken)).rejects.toMatchObject({ status: 500 });
    expect((await decide(tenant.reviewer, whole)).status).toBe("approved");
    expect(await trailTypes(tenant)).toEqual([
      "confirmation_proposed",
      "confirmation_proposed",
      "confirmation_decided",
    ]);
  });

  it("gives no two confirmations one number", async () => {
    const tenant = await openTenant();
    for (const n of [1, 2, 3]) await propose(tenant, binding(n));
    const twice = tamper(tenant, "UPDATE confirmations SET number = 1");
    await expect(twice).rejects.toThrow("UNIQUE");
    expect((await rows(tenant, "confirmations")).map(({ number }) => number).toSorted()).toEqual([1, 2, 3]);
  });

  it("knows which confirmations cite a run, also those from before that was noted", async () => {
    const tenant = await openTenant();
    for (const run of ["run_1", "run_2"]) await tellRun(tenant, run, []);
    const citing = (n: number, ...runs: string[]) => {
      const evidence_refs = runs.map((ref) => ({ type: "run_id", ref }));
      return propose(tenant, binding(n, { evidence_refs }));
    };
    const [first, second] = [await citing(1, "run_1"), await citing(2, "run_2", "run_1")];
    await propose(tenant, binding(3));
    const found = async (run: string) => (await deskOf(tenant).citing(run)).map(({ confirmation_id: id }) => id);
    const expectAll = async () => {
      expect(await found("run_1")).toEqual([first.confirmation_id, second.confirmation_id]);
      expect(await found("run_2")).toEqual([second.confirmation_id]);
      expect(await found("run_3")).toEqual([]);
    };
    await expectAll();
    await tamper(tenant, "DROP TABLE cited_runs");
    await tamper(tenant, "DELETE FROM schema_version WHERE version >= 2");
    await evictDurableObject(deskOf(tenant));
    await expectAll();
  });

  it("notes no step whose record is too large for the log", async () => {
    const tenant = await openTenant();
    await propose(tenant);
    const payload = { text: "x".repeat(70_000) };
    const commit = runInDurableObject(deskOf(tenant), (desk) => {
      const journal: unknown = Reflect.get(desk, "journal");
      if (!(journal instanceof Journal)) throw new Error("the desk has no journal");
      return journal
        .commit(undefined, [{ event_type: "confirmation_viewed", at: 0, actor: "x", payload }])
        .catch(({ name }: Error) => name);
    });
    expect(await commit).toBe("RangeError");
    expect(await rows(tenant, "steps")).toEqual([]);
    expect((await propose(tenant, binding(2))).status).toBe("pending");
  });
});
