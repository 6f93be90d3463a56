import { describe, expect, it } from "vitest";
import { openTenant } from "../../test/harness.ts";
import { postSample, type SampleName } from "../../test/samples.ts";

const ALL: SampleName[] = [
  "completed",
  "missing-dependency",
  "egress-denied",
  "budget-exceeded",
  "missing-secret",
  "hostile-log",
  "still-running",
];

describe("listRuns", () => {
  it("lists a run and its status as soon as the request that made it is answered, the latest start first", async () => {
    const tenant = await openTenant();
    for (const name of ALL) await postSample(tenant, name);
    const { items } = await tenant.runtime.listRuns();
    expect(items.map(({ run_id, status }) => [run_id, status])).toEqual([
      ["run_01J9Z0RUNNING", "running"],
      ["run_01J9Z0HOSTILE", "failed"],
      ["run_01J9Z0SECRET", "failed"],
      ["run_01J9Z0BUDGET", "failed"],
      ["run_01J9Z0DENIED", "failed"],
      ["run_01J9Z0NOMODULE", "failed"],
      ["run_01J9Z0COMPLETED", "completed"],
    ]);
  });

  it("filters by status, category and agent, and pages through what is left", async () => {
    const tenant = await openTenant();
    for (const name of ALL) await postSample(tenant, name);
    const { items } = await tenant.runtime.listRuns({ agent: "weather-agent", status: "failed" });
    expect(items.map(({ run_id }) => run_id)).toEqual(["run_01J9Z0DENIED"]);
    expect((await tenant.runtime.listRuns({ error_category: "budget_exceeded" })).items).toHaveLength(1);
    const pages = [];
    for await (const page of tenant.runtime.pages("listRuns", { status: "failed", limit: 2 })) pages.push(page.items);
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(new Set(pages.flat().map(({ run_id }) => run_id)).size).toBe(5);
  });

  it("shows a tenant its own runs only", async () => {
    const [tenant, other] = [await openTenant(), await openTenant()];
    await postSample(tenant, "completed");
    expect((await other.runtime.listRuns()).items).toEqual([]);
    await expect(other.runtime.summarizeRun({ run_id: "run_01J9Z0COMPLETED" })).rejects.toMatchObject({
      code: "run_not_found",
    });
  });
});
