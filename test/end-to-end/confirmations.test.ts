import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { problemIn, send } from "../support/http.ts";
import { AGENT, type Cast, deny, openCast, POLICY, said } from "../support/protocol.ts";

const service = inject("service");
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

interface Manual {
  verifyGrant(grant: object, keys: object, expected: object): Promise<{ deciders: { id: string }[]; jti: string }>;
}

let folder: string;

/** The code that the manual shows, run as it stands there. */
async function manual(): Promise<Manual> {
  const code = /```js\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, "docs/confirmation.md"), "utf8"))?.[1] ?? "";
  const file = join(folder, "verify-grant.mjs");
  writeFileSync(file, code);
  return import(pathToFileURL(file).href);
}

beforeAll(() => {
  // Beside the packages, so that what the code imports is found.
  mkdirSync(join(ROOT, "node_modules/.cache"), { recursive: true });
  folder = mkdtempSync(join(ROOT, "node_modules/.cache/operator-manual-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a denied run, from its denial to running it again", () => {
  const tenant = "confirmed";
  let cast: Cast;
  let run_id: string;

  beforeAll(async () => {
    cast = await openCast(service.baseUrl, service.deploymentAdminKey, tenant);
    run_id = await deny(cast);
  });

  it("goes through people, a grant and a revision", async () => {
    const { agent, executor, reviewers, admin } = cast;
    const denial = await agent.explainPolicyDenial({ run_id });
    expect(denial.denied_action).toBeDefined();
    const proposal = await agent.recommendPolicyPatch({ body: { agent: AGENT, run_id } });
    const confirmation_id = proposal.confirmation.confirmation_id ?? "";
    expect(proposal).toMatchObject({ risk_level: "medium", affected_destinations: ["api.weather.gov:443"] });
    expect((await agent.nextAction({ run_id })).confirmation?.confirmation_id).toBe(confirmation_id);

    const waiting = executor.getConfirmation({ confirmation_id, wait: 30 });
    const seen = await Promise.all(reviewers.map((one) => one.getConfirmation({ confirmation_id })));
    const said_ = await Promise.allSettled(
      seen.map((one, n) => reviewers[n === 0 ? 0 : 1].decideConfirmation(said(one))),
    );
    expect(said_.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await waiting).status).toBe("approved");

    const grant = await executor.redeemGrant({ confirmation_id, body: {} }, { idempotencyKey: "apply" });
    expect(grant.candidate).toEqual(seen[0]?.candidate);
    const keys = await (await fetch(`${service.baseUrl}/.well-known/operator-keys.json`)).json();
    const { verifyGrant } = await manual();
    const issuer = JSON.parse(atob((grant.receipt.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/"))).iss;
    const expected = { issuer, tenant, executor: "executor" };
    const claims = await verifyGrant(grant, keys, expected);
    expect(claims.deciders).toHaveLength(1);
    const other = { ...grant, candidate: { ...grant.candidate, affected_destinations: ["evil.example:443"] } };
    await expect(verifyGrant(other, keys, expected)).rejects.toThrow("approved");
    await expect(verifyGrant(grant, keys, { ...expected, tenant: "another" })).rejects.toThrow("somebody else's");

    const applied = await executor.reportApply({ confirmation_id, body: { outcome: "applied" } });
    expect(applied.status).toBe("applied");
    const policy = await agent.getPolicy({ agent: AGENT });
    expect(policy.revision).toBe(2);
    expect(JSON.stringify(policy)).toContain("# the forecasts");
    expect((await agent.nextAction({ run_id })).next_action).toBe("rerun");
    expect((await agent.nextProjectAction()).next_action).toBe("rerun");
    expect((await admin.listPolicyRevisions({ agent: AGENT })).items[0]?.confirmation_id).toBe(confirmation_id);
  });

  it("takes both reviewers for a lease of a credential", async () => {
    const { agent, executor, reviewers } = cast;
    const lease = `${POLICY}credentials:
  - id: signing
    type: direct_lease
    mode: file
    path: /run/leases/signing.key
    reason: The signing library reads its key from a file only.
`;
    const confirmation = await agent.proposeChange({
      body: {
        change_type: "direct_lease",
        rationale: "The signing library reads its key from a file only.",
        patch: { agent: AGENT, policy_yaml: lease },
      },
    });
    const { confirmation_id } = confirmation;
    expect(confirmation).toMatchObject({ risk_level: "high", required_approvals: { approvals: 2 } });
    const first = await reviewers[0].decideConfirmation(said(confirmation));
    expect((await reviewers[0].decideConfirmation(said(confirmation))).status).toBe("pending");
    expect(first.status).toBe("pending");
    const early = executor.redeemGrant({ confirmation_id, body: {} });
    await expect(early).rejects.toMatchObject({ code: "not_approved" });
    expect((await reviewers[1].decideConfirmation(said(confirmation))).status).toBe("approved");
    expect((await executor.redeemGrant({ confirmation_id, body: {} })).policy_yaml).toBe(lease);
    await executor.reportApply({ confirmation_id, body: { outcome: "failed", detail: "The file system is full." } });
    expect((await agent.getPolicy({ agent: AGENT })).revision).toBe(2);
  });

  it("lets an agent decide nothing, whatever it sends", async () => {
    const { agent, keys } = cast;
    const confirmation = await agent.proposeChange({
      body: { change_type: "retention_purge", rationale: "Old runs.", patch: { older_than_days: 30 } },
    });
    const url = `${service.baseUrl}/v1/confirmations/${confirmation.confirmation_id}`;
    for (const route of ["decision", "grant", "apply-result"]) {
      const { body } = said(confirmation);
      const sent = route === "decision" ? body : route === "grant" ? {} : { outcome: "applied" };
      const answer = await send(`${url}/${route}`, {
        method: "POST",
        key: keys.agent,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(sent),
      });
      expect(problemIn(answer).code).toBe("insufficient_scope");
    }
    const linked = await send(`${url}/decision?decision=approve`, { key: keys.reviewer });
    expect(linked.status).toBe(405);
    expect(await agent.getConfirmation(confirmation)).toEqual(confirmation);
  });

  it("gives one of fifty parallel executors the grant, and makes one decision of fifty", async () => {
    const { agent, executor, reviewers } = cast;
    const confirmation = await agent.proposeChange({
      body: { change_type: "handoff_trigger", rationale: "A person takes over.", patch: { to: "on-call" } },
    });
    const fifty = Array.from({ length: 50 }, (_, n) => n);
    const voted = await Promise.allSettled(
      fifty.map((n) => reviewers[n % 2 === 0 ? 0 : 1].decideConfirmation(said(confirmation))),
    );
    expect(voted.filter(({ status }) => status === "fulfilled")).toHaveLength(25);
    expect((await agent.getConfirmation(confirmation)).decisions).toHaveLength(1);
    const redeemed = await Promise.allSettled(fifty.map(() => executor.redeemGrant({ ...confirmation, body: {} })));
    expect(redeemed.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});
