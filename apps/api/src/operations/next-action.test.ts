import { describe, expect, it } from "vitest";
import { openTenant } from "../../test/harness.ts";
import { postSample } from "../../test/samples.ts";

describe("nextAction", () => {
  it.each([
    ["missing-dependency", "install_dependency"],
    ["egress-denied", "review_policy_patch"],
    ["completed", "ask_user"],
    ["still-running", "ask_user"],
  ] as const)("recommends exactly one action for the sample %s", async (name, action) => {
    const tenant = await openTenant();
    const runId = await postSample(tenant, name);
    expect(await tenant.agent.nextAction({ run_id: runId })).toMatchObject({ run_id: runId, next_action: action });
  });
});

describe("nextProjectAction", () => {
  it("has nothing to repair where no run has failed", async () => {
    const tenant = await openTenant();
    expect((await tenant.agent.nextProjectAction()).rationale).toContain("nothing to repair");
    await postSample(tenant, "completed");
    expect((await tenant.agent.nextProjectAction()).next_action).toBe("ask_user");
  });

  it("follows the agent that failed last, and names the run as evidence only", async () => {
    const tenant = await openTenant();
    for (const name of ["budget-exceeded", "missing-dependency", "completed"] as const) await postSample(tenant, name);
    const answer = await tenant.agent.nextProjectAction();
    expect(answer.next_action).toBe("increase_budget");
    expect(answer.evidence_refs).toContainEqual({ type: "run_id", ref: "run_01J9Z0BUDGET" });
    expect(answer.evidence_refs?.some(({ type }) => type === "audit_seq")).toBe(false);
    expect(answer.run_id).toBeUndefined();
    expect(answer.rationale).toContain("research-agent");
  });

  it("passes over a failure that the agent's later completed run has outlived", async () => {
    const tenant = await openTenant();
    await postSample(tenant, "egress-denied");
    expect((await tenant.agent.nextProjectAction()).next_action).toBe("review_policy_patch");
    const events = [
      {
        timestamp: "2026-07-02T11:00:00Z",
        event_type: "run_start",
        payload: { run_id: "run_2", agent: "weather-agent" },
      },
      { timestamp: "2026-07-02T11:00:01Z", event_type: "run_complete", payload: { run_id: "run_2", exit_code: 0 } },
    ].map((event) => ({ deployment_mode: "local" as const, actor: "daemon", ...event }));
    await tenant.runtime.ingestEvents({ run_id: "run_2", body: { events } });
    expect((await tenant.agent.nextProjectAction()).next_action).toBe("ask_user");
  });
});
