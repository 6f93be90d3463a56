import * as z from "zod";
import { PrincipalId } from "../key.ts";
import { MAX_APPROVALS, MAX_GROUP_MEMBERS } from "../limits.ts";

/** The name of a group of reviewers, compared exactly. */
export const GroupName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "must be 1 to 40 lower-case letters, digits or -");

const Group = z.strictObject({
  group: GroupName,
  members: z.array(PrincipalId).max(MAX_GROUP_MEMBERS).describe("Who was in the group when the change was proposed."),
});

/**
 * Who has to approve a change, frozen when it was proposed: `approvals` distinct people, among them for each group a person
 * of its own. Where groups are named, only their members decide.
 */
export const RequiredApprovals = z
  .strictObject({
    approvals: z.int().min(1).max(MAX_APPROVALS).describe("How many distinct people have to approve."),
    groups: z
      .array(Group)
      .max(MAX_APPROVALS)
      .describe("Each has to be stood for by a person of its own. Empty: every reviewer may decide."),
  })
  .refine(({ groups }) => new Set(groups.map(({ group }) => group)).size === groups.length, {
    error: "must not repeat",
    path: ["groups"],
  })
  .refine(({ approvals, groups }) => approvals >= groups.length, {
    error: "must be at least the number of groups",
    path: ["approvals"],
  })
  .meta({ id: "RequiredApprovals", description: "Who has to approve a change." });
export type RequiredApprovals = z.infer<typeof RequiredApprovals>;
