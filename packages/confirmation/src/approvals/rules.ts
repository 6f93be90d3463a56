import { RiskLevel } from "@operator/contract";
import * as z from "zod";
import { ChangeType } from "../candidate/change-type.ts";
import { LEAST_APPROVALS, MAX_APPROVALS, MAX_RULES } from "../limits.ts";
import { distinctPeople } from "./matching.ts";
import { GroupName, type RequiredApprovals } from "./required-approvals.ts";

/** Who has to approve the changes of a type, of a risk, of both, or all changes. */
export const ApprovalRule = z
  .strictObject({
    change_type: ChangeType.optional().describe("Absent: any."),
    risk_level: RiskLevel.optional().describe("Absent: any."),
    approvals: z.int().min(1).max(MAX_APPROVALS).describe("How many distinct people have to approve, at least."),
    groups: z
      .array(GroupName)
      .max(MAX_APPROVALS)
      .default([])
      .describe("Groups that each have to be stood for by a person of its own; others do not decide."),
  })
  .refine(({ groups }) => new Set(groups).size === groups.length, { error: "must not repeat", path: ["groups"] })
  .meta({ id: "ApprovalRule", description: "Who has to approve some of the changes." });
export type ApprovalRule = z.infer<typeof ApprovalRule>;

/** The rules of a tenant, at most one for each pair of type and risk. Which of them holds for a change: see `ruleFor`. */
export const ApprovalRules = z
  .array(ApprovalRule)
  .max(MAX_RULES)
  .refine((rules) => new Set(rules.map((rule) => `${rule.change_type} ${rule.risk_level}`)).size === rules.length, {
    error: "must not hold two rules for the same changes",
  });

/** The members of each group. */
export type Groups = ReadonlyMap<string, readonly string[]>;

/**
 * The rule that holds for a change: the one that names its type and its risk, else the one that names its type, else the
 * one that names its risk, else the one for any change.
 */
export function ruleFor(
  changeType: ChangeType,
  risk: RiskLevel,
  rules: readonly ApprovalRule[],
): ApprovalRule | undefined {
  const fitting = rules.filter(
    (rule) => (rule.change_type ?? changeType) === changeType && (rule.risk_level ?? risk) === risk,
  );
  const precision = (rule: ApprovalRule) => (rule.change_type ? 2 : 0) + (rule.risk_level ? 1 : 0);
  return fitting.toSorted((a, b) => precision(b) - precision(a))[0];
}

/** How many people a rule asks for at a risk: what it says, but never fewer than the risk or its own groups need. */
function approvalsAt(risk: RiskLevel, rule: ApprovalRule | undefined): number {
  return Math.max(LEAST_APPROVALS[risk], rule?.approvals ?? 1, rule?.groups.length ?? 0);
}

/** Who has to approve a change, with the groups as they are now. A group that does not exist has no members. */
export function requiredApprovals(
  changeType: ChangeType,
  risk: RiskLevel,
  rules: readonly ApprovalRule[],
  groups: Groups,
): RequiredApprovals {
  const rule = ruleFor(changeType, risk, rules);
  return {
    approvals: approvalsAt(risk, rule),
    groups: (rule?.groups ?? []).map((group) => ({ group, members: [...new Set(groups.get(group) ?? [])] })),
  };
}

/**
 * True when the people who may decide could fulfil a rule, at every risk that it is for. A rule for which this is false is
 * refused when it is set: under it no change could be approved.
 *
 * @param people everybody who may decide
 */
export function isSatisfiable(
  rule: ApprovalRule,
  { people, groups }: { people: Iterable<string>; groups: Groups },
): boolean {
  const reviewers = new Set(people);
  const pools = rule.groups.map(
    (group) => new Set((groups.get(group) ?? []).filter((person) => reviewers.has(person))),
  );
  const eligible = pools.length === 0 ? reviewers : new Set(pools.flatMap((pool) => [...pool]));
  const risks = rule.risk_level === undefined ? RiskLevel.options : [rule.risk_level];
  const most = Math.max(...risks.map((risk) => approvalsAt(risk, rule)));
  return eligible.size >= most && distinctPeople(pools) === pools.length;
}
