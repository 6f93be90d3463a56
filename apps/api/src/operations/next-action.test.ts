import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { event, openTenant, type TestTenant } from "../../test/harness.ts";
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

describe("nextAction, of an agent that fails again and again", () => {
  /** A run of the same agent that ends with an upstream that is down. */
  async function fail(tenant: TestTenant, n: number, version = "1.0") {
    const runId = `run_${n}`;
    const at = (second: number) => new Date(Date.UTC(2026, 6, 2, n, 0, second)).toISOString();
    const upstream = {
      status_code: 503,
      availability: "unavailable",
      method: "GET",
      url: "https://api.example.com/v1",
    };
    const events = [
      event(runId, { timestamp: at(0), event_type: "run_start" }, { agent: "poller", agent_version: version }),
      event(
        runId,
        { timestamp: at(1), event_type: "failure_context", actor: "harness" },
        { category: "saas_failed", reason: "upstream answered 503", upstream_evidence: upstream },
      ),
      event(runId, { timestamp: at(2), event_type: "run_failed" }, { category: "saas_failed", exit_code: 1 }),
    ];
    await tenant.runtime.ingestEvents({ run_id: runId, body: { events: events as never } });
    return tenant.agent.nextAction({ run_id: runId });
  }

  it("advises to run again at first, and the third time says why not", async () => {
    const tenant = await openTenant();
    expect((await fail(tenant, 1)).next_action).toBe("rerun");
    expect((await fail(tenant, 2)).next_action).toBe("rerun");
    const third = await fail(tenant, 3);
    expect(third.next_action).not.toBe("rerun");
    expect(third.rationale).toContain("3 times in a row");
    await evictDurableObject(env.RUN_LOG.getByName(`${tenant.id}/run_3`));
    expect(await tenant.agent.nextAction({ run_id: "run_3" })).toEqual(third);
  });

  it("counts anew when the agent was changed in between", async () => {
    const tenant = await openTenant();
    for (const n of [1, 2]) await fail(tenant, n);
    expect((await fail(tenant, 3, "1.1")).next_action).toBe("rerun");
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
