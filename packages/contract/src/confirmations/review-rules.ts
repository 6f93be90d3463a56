import * as z from "zod";
import { PrincipalId } from "../key.ts";
import { MAX_GROUP_MEMBERS, MAX_RULES } from "../limits.ts";
import { ApprovalRules } from "./approval-rules.ts";
import { GroupName } from "./required-approvals.ts";

const ReviewGroup = z
  .strictObject({
    group: GroupName,
    members: z
      .array(PrincipalId)
      .max(MAX_GROUP_MEMBERS)
      .refine((members) => new Set(members).size === members.length, { error: "must not repeat" }),
  })
  .meta({ id: "ReviewGroup", description: "A group of reviewers." });

/** How a tenant organises its reviewers: their groups, and who has to approve which changes. */
export const ReviewRules = z
  .strictObject({
    groups: z
      .array(ReviewGroup)
      .max(MAX_RULES)
      .refine((groups) => new Set(groups.map(({ group }) => group)).size === groups.length, {
        error: "must not repeat",
      }),
    rules: ApprovalRules.describe("The most specific rule holds: type and risk, then type, then risk, then any."),
  })
  .meta({ id: "ReviewRules", description: "The groups of reviewers, and who has to approve which changes." });
export type ReviewRules = z.infer<typeof ReviewRules>;
