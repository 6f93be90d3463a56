import * as z from "zod";
import { ChangeType } from "../enums/change-type.ts";
import { RiskLevel } from "../enums/risk-level.ts";
import { MAX_APPROVALS, MAX_RULES } from "../limits.ts";
import { GroupName } from "./required-approvals.ts";

/** Who has to approve the changes of a type, of a risk, of both, or all changes. */
export const ApprovalRule = z
  .strictObject({
    change_type: ChangeType.optional().describe("Absent: any."),
    risk_level: RiskLevel.optional().describe("Absent: any."),
    approvals: z.int().min(1).max(MAX_APPROVALS).describe("How many distinct people have to approve, at least."),
    groups: z
      .array(GroupName)
      .max(MAX_APPROVALS)
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
