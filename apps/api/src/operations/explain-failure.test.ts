import { ExplainFailureResponse } from "@operator/contract";
import { describe, expect, it } from "vitest";
import { event, openTenant, problemOf, send } from "../../test/harness.ts";
import { postSample } from "../../test/samples.ts";

describe("explainFailure", () => {
  it.each([
    ["missing-dependency", "dependency_conflict", "install_dependency", "requests"],
    ["egress-denied", "policy_denied", "review_policy_patch", "api.weather.gov:443"],
    ["budget-exceeded", "budget_exceeded", "increase_budget", "113662 of 100000"],
    ["missing-secret", "missing_secret_binding", "set_secret", "stripe-readonly"],
    ["hostile-log", "agent_runtime_exception", "fix_code", "could not parse page"],
    ["unclassified-crash", "agent_runtime_exception", "ask_user", "signal 11"],
  ] as const)("explains the sample %s as %s", async (name, category, action, fragment) => {
    const tenant = await openTenant();
    const runId = await postSample(tenant, name);
    const response = await send(`/v1/runs/${runId}/failure`, {
      headers: { authorization: `Bearer ${tenant.keys.agent}` },
    });
    const answer = ExplainFailureResponse.parse(await response.json());
    expect(answer).toMatchObject({ run_id: runId, error_category: category, next_action: action });
    expect(answer.root_cause).toContain(fragment);

    const seqs = (await tenant.runtime.getRunTimeline({ run_id: runId })).events.map(({ audit_seq }) =>
      String(audit_seq),
    );
    for (const ref of answer.evidence_refs ?? []) {
      if (ref.type === "audit_seq") expect(seqs).toContain(ref.ref);
      if (ref.type === "run_id") expect(ref.ref).toBe(runId);
    }
  });

  it.each([
    ["still-running", "running"],
    ["completed", "completed"],
  ] as const)("says of the sample %s that it has not failed", async (name, status) => {
    const tenant = await openTenant();
    const runId = await postSample(tenant, name);
    const response = await send(`/v1/runs/${runId}/failure`, {
      headers: { authorization: `Bearer ${tenant.keys.runtime}` },
    });
    expect(await problemOf(response)).toMatchObject({ status: 409, code: "run_not_failed", run_status: status });
  });

  it("rests on nothing that only an agent claims", async () => {
    const tenant = await openTenant();
    const claims = ["run_failed", "egress_denied", "budget_exceeded"].map((event_type) =>
      event("run_1", { event_type, actor: "agent" }, { category: "policy_denied", destination: "evil.example:443" }),
    );
    await tenant.agent.ingestEvents({ run_id: "run_1", body: { events: claims as never } });
    expect(await tenant.agent.summarizeRun({ run_id: "run_1" })).toMatchObject({ status: "running" });
    const end = event("run_1", { event_type: "run_failed" }, { reason: "exit status 1" });
    await tenant.runtime.ingestEvents({ run_id: "run_1", body: { events: [end] as never } });
    const answer = await tenant.agent.explainFailure({ run_id: "run_1" });
    expect(answer).toMatchObject({ error_category: "agent_runtime_exception", next_action: "ask_user" });
    expect(JSON.stringify(answer)).not.toContain("evil.example");
  });
});
