import { describe, expect, it } from "vitest";
import { openTenant } from "../../test/harness.ts";
import { denied, tellRun } from "../../test/policies.ts";
import { BROKEN_PROJECT, validate, WEATHER_PROJECT } from "../../test/projects.ts";
import { postSample } from "../../test/samples.ts";

const AGENT = "weather-agent";
const later = () => new Date(Date.now() + 60_000).toISOString();

describe("nextProjectAction, of projects that were validated", () => {
  it("names the first blocking issue of a project that was found not ready, with its evidence", async () => {
    const tenant = await openTenant();
    const { issues = [] } = await validate(tenant, BROKEN_PROJECT);
    const answer = await tenant.agent.nextProjectAction();
    expect(answer).toMatchObject({ next_action: issues[0]?.next_action, evidence_refs: issues[0]?.evidence_refs });
    expect(answer.rationale).toBe(`The project of agent "${AGENT}" is not ready. ${issues[0]?.message}`);
    await validate(tenant, WEATHER_PROJECT);
    expect((await tenant.agent.nextProjectAction()).rationale).toContain("nothing to repair");
  });

  it("knows a project of no known agent, until the same folder is validated again", async () => {
    const tenant = await openTenant();
    await validate(tenant, { "notes.txt": "no agent.yaml\n" });
    expect((await tenant.agent.nextProjectAction()).rationale).toMatch(/^The project that was validated last is not/);
    expect((await tenant.agent.nextProjectAction({ agent: AGENT })).rationale).toContain("nothing to repair");
    await validate(tenant, WEATHER_PROJECT);
    expect((await tenant.agent.nextProjectAction()).rationale).toContain("nothing to repair");
  });

  it("says to run again once the project of a failed run was found ready", async () => {
    const tenant = await openTenant();
    const runId = await postSample(tenant, "missing-dependency");
    const agent = "invoice-chaser";
    await validate(tenant, BROKEN_PROJECT, { agent });
    expect((await tenant.agent.nextProjectAction()).rationale).toContain("is not ready");
    await validate(tenant, WEATHER_PROJECT, { agent });
    const answer = await tenant.agent.nextProjectAction();
    expect(answer).toMatchObject({ next_action: "rerun", evidence_refs: [{ type: "run_id", ref: runId }] });
    expect(answer).toEqual(await tenant.agent.nextProjectAction({ agent }));
  });

  it("keeps to the run where it is newer than the validation", async () => {
    const tenant = await openTenant();
    await validate(tenant, BROKEN_PROJECT);
    await tellRun(tenant, "run_1", [
      { type: "run_failed", actor: "daemon", at: later(), payload: { category: "import_failed" } },
    ]);
    expect((await tenant.agent.nextProjectAction()).rationale).toMatch(
      /^The latest run of agent "weather-agent" failed/,
    );
    const other = await openTenant();
    await validate(other, WEATHER_PROJECT);
    await tellRun(other, "run_1", [
      { type: "run_failed", actor: "daemon", at: later(), payload: { category: "import_failed" } },
    ]);
    expect((await other.agent.nextProjectAction()).next_action).not.toBe("rerun");
  });

  it("keeps to the run where being ready says nothing of its failure, and where a person is asked", async () => {
    const tenant = await openTenant();
    await postSample(tenant, "budget-exceeded");
    const before = await tenant.agent.nextProjectAction();
    const agent = /agent "([^"]+)"/.exec(before.rationale)?.[1] ?? "";
    await validate(tenant, WEATHER_PROJECT, { agent });
    expect(before.next_action).toBe("increase_budget");
    expect(await tenant.agent.nextProjectAction()).toEqual(before);

    const asking = await openTenant();
    await asking.admin.putPolicy({ agent: AGENT, body: 'version: "1"\nagent:\n  name: weather-agent\n' });
    await tellRun(asking, "run_1", [denied("api.example.org:443"), { type: "run_failed", actor: "daemon" }]);
    await asking.agent.recommendPolicyPatch({ body: { agent: AGENT, run_id: "run_1" } });
    await validate(asking, WEATHER_PROJECT);
    const answer = await asking.agent.nextProjectAction();
    expect(answer).toMatchObject({ next_action: "review_policy_patch", confirmation: { requires_confirmation: true } });
  });

  it("tells agents apart, and takes what went wrong last", async () => {
    const tenant = await openTenant();
    await postSample(tenant, "missing-dependency");
    await validate(tenant, BROKEN_PROJECT, { agent: "other" });
    expect((await tenant.agent.nextProjectAction()).rationale).toContain('agent "other"');
    const ofRun = await tenant.agent.nextProjectAction({ agent: "invoice-chaser" });
    expect(ofRun.next_action).toBe("install_dependency");
  });
});
