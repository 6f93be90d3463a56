import { describe, expect, it } from "vitest";
import { event, openTenant } from "../../test/harness.ts";
import { postSample } from "../../test/samples.ts";

describe("summarizeRun", () => {
  it("tells how a run went in figures and a sentence", async () => {
    const tenant = await openTenant();
    const runId = await postSample(tenant, "egress-denied");
    expect(await tenant.agent.summarizeRun({ run_id: runId })).toMatchObject({
      status: "failed",
      exit_code: 1,
      started_at: "2026-07-02T09:10:00.000Z",
      finished_at: "2026-07-02T09:10:03.000Z",
      duration_ms: 3000,
      invocations: 1,
      policy_denials: 1,
      error_category: "policy_denied",
    });
  });

  it("keeps the first end of a run", async () => {
    const tenant = await openTenant();
    const runId = await postSample(tenant, "completed");
    const late = event(
      runId,
      { timestamp: "2026-07-02T10:00:00Z", event_type: "run_failed" },
      { category: "budget_exceeded" },
    );
    await tenant.runtime.ingestEvents({ run_id: runId, body: { events: [late] as never } });
    const summary = await tenant.agent.summarizeRun({ run_id: runId });
    expect(summary).toMatchObject({ status: "completed", finished_at: "2026-07-02T09:00:04.200Z" });
    expect(summary.error_category).toBeUndefined();
  });

  it("answers a run of another tenant exactly like one that nobody has", async () => {
    const [tenant, other] = [await openTenant(), await openTenant()];
    const runId = await postSample(tenant, "completed");
    const refusalOf = async (id: string) => {
      const error: unknown = await other.agent.summarizeRun({ run_id: id }).catch((thrown: unknown) => thrown);
      const { problem } = error as { problem: Record<string, unknown> };
      return { ...problem, instance: "", request_id: "" };
    };
    expect(await refusalOf(runId)).toEqual(await refusalOf("run_nobody_has"));
  });
});
