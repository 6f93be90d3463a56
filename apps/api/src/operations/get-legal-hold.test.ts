import { describe, expect, it } from "vitest";
import { openTenant } from "../../test/harness.ts";
import { failedRun } from "../../test/retention.ts";

describe("getLegalHold", () => {
  it("answers that a run is not held where nobody has held it", async () => {
    const tenant = await openTenant();
    await failedRun(tenant, "run_1");
    expect(await tenant.admin.getLegalHold({ run_id: "run_1" })).toEqual({ run_id: "run_1", held: false });
  });

  it("knows no run of another tenant, held or not", async () => {
    const [tenant, other] = [await openTenant(), await openTenant()];
    await failedRun(other, "run_1");
    await other.admin.putLegalHold({ run_id: "run_1", body: { held: true } });
    const asked = tenant.admin.getLegalHold({ run_id: "run_1" });
    await expect(asked).rejects.toMatchObject({ code: "run_not_found", status: 404 });
  });
});
