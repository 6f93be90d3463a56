import * as z from "zod";
import { ReviewRules } from "../confirmations/review-rules.ts";
import { MAX_SMALL_BODY_BYTES } from "../limits.ts";
import { defineOperation } from "../operation.ts";

const example = {
  groups: [{ group: "security", members: ["reviewer-1", "reviewer-2"] }],
  rules: [{ risk_level: "high", approvals: 2, groups: ["security"] }],
} satisfies ReviewRules;

/** Sets who has to approve which changes. Source: design, section 7. */
export const putReviewRules = defineOperation({
  name: "putReviewRules",
  method: "PUT",
  path: "/v1/review-rules",
  scope: "tenant:admin",
  authority: "fresh",
  recordsRefusals: true,
  summary: "Set the review rules",
  description:
    "Replaces the groups of reviewers and the rules. They hold for what is proposed from then on; a rule never asks for fewer people than the risk does. A rule that the tenant's reviewers could not fulfil is refused.",
  params: z.strictObject({}),
  query: z.strictObject({}),
  body: { mediaTypes: ["application/json"], schema: ReviewRules, maxBytes: 16 * MAX_SMALL_BODY_BYTES },
  status: 200,
  output: ReviewRules,
  problems: ["unsatisfiable_rule", "secret_in_identifier"],
  repeatable: true,
  example: { body: example, output: example },
});
