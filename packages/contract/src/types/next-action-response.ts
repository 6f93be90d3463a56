import * as z from "zod";
import { NextAction } from "../enums/next-action.ts";
import { untrusted } from "../untrusted.ts";
import { ConfirmationRequirement } from "./confirmation-requirement.ts";
import { EvidenceRefs } from "./evidence-ref.ts";
import { SchemaVersion } from "./schema-version.ts";

/**
 * The one recommended action, for a run or for the whole project, with the evidence for it.
 * Source: operator contract, `NextActionResponse`.
 */
export const NextActionResponse = z
  .strictObject({
    schema_version: SchemaVersion,
    run_id: z.string().min(1).optional().describe("The run in question. Absent for the project-level answer."),
    next_action: NextAction,
    rationale: untrusted(z.string().min(1).describe("Why this action is recommended.")),
    evidence_refs: EvidenceRefs.describe("The run, audit or policy state that motivates the recommendation."),
    confirmation: ConfirmationRequirement.optional().describe(
      "Present when the action needs a person's confirmation, such as `review_policy_patch`; absent when it crosses no trust boundary.",
    ),
  })
  .meta({ id: "NextActionResponse", description: "The one recommended operator action." });
export type NextActionResponse = z.infer<typeof NextActionResponse>;
