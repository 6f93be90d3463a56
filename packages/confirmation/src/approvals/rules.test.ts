import { ApprovalRule, ApprovalRules, RequiredApprovals } from "@operator/contract";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { approvalsMet, isEligible } from "./approvals-met.ts";
import { isSatisfiable, requiredApprovals, ruleFor } from "./rules.ts";

const rule = (change: Partial<ApprovalRule> = {}): ApprovalRule => ({ approvals: 1, groups: [], ...change });

describe("the rule for a change", () => {
  const any = rule();
  const risk = rule({ risk_level: "high" });
  const type = rule({ change_type: "policy_patch" });
  const both = rule({ change_type: "policy_patch", risk_level: "high" });

  test.each([
    ["type and risk", [any, risk, type, both], both],
    ["type", [any, risk, type], type],
    ["risk", [any, risk], risk],
    ["any", [any], any],
    ["none", [], undefined],
    ["none that fits", [rule({ risk_level: "low" }), rule({ change_type: "direct_lease" })], undefined],
  ])("is the most precise one: %s", (_, rules, expected) => {
    expect(ruleFor("policy_patch", "high", rules)).toBe(expected);
  });

  test("can ask for more people than the risk does, and never for fewer", () => {
    const asked = (approvals: number) => requiredApprovals("policy_patch", "high", [rule({ approvals })], new Map());
    expect([1, 2, 3].map((approvals) => asked(approvals).approvals)).toEqual([2, 2, 3]);
  });
});

test.each([
  ["two rules for the same changes", [rule(), rule({ approvals: 2 })]],
  ["no approval at all", [rule({ approvals: 0 })]],
  ["a group twice", [rule({ groups: ["a", "a"] })]],
  ["a group without a name", [rule({ groups: [""] })]],
])("Rules are refused with %s", (_, rules) => {
  expect(ApprovalRules.safeParse(rules).success).toBe(false);
});

describe("a rule that can be fulfilled", () => {
  const groups = new Map([
    ["security", ["ana"]],
    ["platform", ["ana", "ben"]],
    ["left", ["zoe"]],
  ]);
  const directory = { people: ["ana", "ben", "cleo"], groups };

  test.each([
    ["needs no more people than there are", rule({ approvals: 3 }), true],
    ["needs more people than there are", rule({ approvals: 4 }), false],
    ["has a person for each group", rule({ groups: ["security", "platform"] }), true],
    ["has one person for two groups", rule({ groups: ["security", "platform"], approvals: 3 }), false],
    ["names a group that nobody is in", rule({ groups: ["nobody"] }), false],
    ["names a group whose members may not decide", rule({ groups: ["left"] }), false],
    ["has one person where high risk needs two", rule({ groups: ["security"] }), false],
    ["has one person where low risk needs one", rule({ groups: ["security"], risk_level: "low" }), true],
  ])("%s", (_, one, expected) => {
    expect(isSatisfiable(one, directory)).toBe(expected);
  });
});

const PEOPLE = ["ana", "ben", "cleo", "dan", "eva"];
const GROUPS = ["security", "platform", "legal"];
const someOf = (names: readonly string[]) => fc.subarray([...names]);
const membership = fc
  .tuple(...GROUPS.map(() => someOf(PEOPLE)))
  .map((lists) => new Map(GROUPS.map((group, index) => [group, lists[index] ?? []])));
const anyRule = fc
  .record({ approvals: fc.integer({ min: 1, max: 5 }), groups: someOf(GROUPS), risk: fc.constantFrom("low", "high") })
  .map(({ risk, ...rest }) => ApprovalRule.parse({ ...rest, risk_level: risk }));

describe("approvals", () => {
  const required = (one: ApprovalRule, groups: Map<string, string[]>) =>
    RequiredApprovals.parse(requiredApprovals("policy_patch", one.risk_level ?? "high", [one], groups));
  const asApprovers = (ids: readonly string[], groups: Map<string, string[]>) =>
    ids.map((id) => ({ id, groups: GROUPS.filter((group) => groups.get(group)?.includes(id)) }));

  test("of everybody are enough exactly when the rule can be fulfilled", () => {
    fc.assert(
      fc.property(anyRule, membership, (one, groups) => {
        const met = approvalsMet(required(one, groups), asApprovers(PEOPLE, groups));
        expect(met).toBe(isSatisfiable(one, { people: PEOPLE, groups }));
      }),
    );
  });

  test("that are enough come from enough distinct people, stay enough with more, and do not depend on order", () => {
    fc.assert(
      fc.property(anyRule, membership, fc.array(fc.constantFrom(...PEOPLE)), (one, groups, ids) => {
        const needed = required(one, groups);
        const approvers = asApprovers(ids, groups);
        if (!approvalsMet(needed, approvers)) return;
        expect(new Set(ids).size).toBeGreaterThanOrEqual(needed.approvals);
        expect(approvalsMet(needed, [...approvers, ...asApprovers(PEOPLE, groups)])).toBe(true);
        expect(approvalsMet(needed, approvers.toReversed())).toBe(true);
        const counting = approvers.filter((approver) => isEligible(needed, approver));
        expect(approvalsMet(needed, counting)).toBe(true);
      }),
    );
  });

  test("of one person count once, in however many groups and however often", () => {
    const groups = new Map(GROUPS.map((group) => [group, ["ana"]]));
    const needed = required(rule({ groups: ["security", "platform"] }), groups);
    expect(approvalsMet(needed, asApprovers(["ana", "ana"], groups))).toBe(false);
  });

  test("count for no group that the person joined after the proposal or has left since", () => {
    const needed = { approvals: 1, groups: [{ group: "security", members: ["ana"] }] };
    expect(approvalsMet(needed, [{ id: "ana", groups: ["security"] }])).toBe(true);
    expect(approvalsMet(needed, [{ id: "ana", groups: [] }])).toBe(false);
    expect(approvalsMet(needed, [{ id: "ben", groups: ["security"] }])).toBe(false);
  });
});
