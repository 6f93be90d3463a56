import * as z from "zod";
import { ReviewRules } from "../confirmations/review-rules.ts";
import { defineOperation } from "../operation.ts";

/** Who has to approve which changes. Source: design, section 7. */
export const getReviewRules = defineOperation({
  name: "getReviewRules",
  method: "GET",
  path: "/v1/review-rules",
  scope: "tenant:admin",
  authority: "fresh",
  summary: "Read the review rules",
  description:
    "The groups of reviewers and the rules. Without rules one person approves, and two where the risk is high.",
  params: z.strictObject({}),
  query: z.strictObject({}),
  status: 200,
  output: ReviewRules,
  problems: [],
  repeatable: true,
  example: { output: { groups: [], rules: [] } },
});
