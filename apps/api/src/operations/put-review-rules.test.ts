import { describe, expect, it } from "vitest";
import { attempts, propose } from "../../test/confirmations.ts";
import { openTenant } from "../../test/harness.ts";

const group = (name: string, ...members: string[]) => ({ group: name, members });
const RULES = {
  groups: [group("security", "reviewer-1", "reviewer-2")],
  rules: [{ risk_level: "medium" as const, approvals: 2, groups: ["security"] }],
};

describe("putReviewRules and getReviewRules", () => {
  it("keep the rules, which are frozen into what is proposed from then on", async () => {
    const tenant = await openTenant();
    expect(await tenant.admin.getReviewRules()).toEqual({ groups: [], rules: [] });
    expect(await tenant.admin.putReviewRules({ body: RULES })).toEqual(RULES);
    expect(await tenant.admin.getReviewRules()).toEqual(RULES);
    expect((await propose(tenant)).candidate.required_approvals).toEqual({ approvals: 2, groups: RULES.groups });
  });

  it.each([
    ["a group without anybody", { groups: [group("security")], rules: [{ approvals: 1, groups: ["security"] }] }],
    ["a group that is not there", { groups: [], rules: [{ approvals: 1, groups: ["security"] }] }],
    ["people who may not decide", { groups: [group("s", "admin", "agent")], rules: [{ approvals: 1, groups: ["s"] }] }],
    ["more people than there are", { groups: [], rules: [{ approvals: 3, groups: [] }] }],
    [
      "one person for two groups",
      {
        groups: [group("a", "reviewer-1"), group("b", "reviewer-1")],
        rules: [{ risk_level: "low" as const, approvals: 1, groups: ["a", "b"] }],
      },
    ],
    [
      "one person where the risk needs two",
      { groups: [group("a", "reviewer-1")], rules: [{ risk_level: "high" as const, approvals: 1, groups: ["a"] }] },
    ],
  ])("refuse a rule for %s, and keep the rules before", async (_, body) => {
    const tenant = await openTenant();
    await tenant.admin.putReviewRules({ body: RULES });
    const put = tenant.admin.putReviewRules({ body });
    await expect(put).rejects.toMatchObject({
      code: "unsatisfiable_rule",
      problem: { errors: [{ field: "rules[0]" }] },
    });
    expect(await tenant.admin.getReviewRules()).toEqual(RULES);
    expect((await attempts(tenant)).at(-1)?.refusal).toBe("unsatisfiable_rule");
  });

  it("refuse names that look like secrets", async () => {
    const tenant = await openTenant();
    const member = ["ghp", "16C7e42F292c6912E7710c838347Ae178B4a"].join("_");
    const put = tenant.admin.putReviewRules({ body: { groups: [group("a", member)], rules: [] } });
    await expect(put).rejects.toMatchObject({ code: "secret_in_identifier" });
  });
});
