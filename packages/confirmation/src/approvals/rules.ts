import { type ApprovalRule, type ChangeType, limits, type RequiredApprovals, RiskLevel } from "@operator/contract";
import { distinctPeople } from "./matching.ts";

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
  return Math.max(limits.LEAST_APPROVALS[risk], rule?.approvals ?? 1, rule?.groups.length ?? 0);
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
