import * as z from "zod";
import { ErrorCategory } from "../enums/error-category.ts";
import { NextAction } from "../enums/next-action.ts";
import { untrusted } from "../untrusted.ts";
import { EvidenceRefs } from "./evidence-ref.ts";
import { RedactedExcerpt } from "./redacted-excerpt.ts";
import { SchemaVersion } from "./schema-version.ts";

/** Why a failed run failed, with the evidence and one next action. Source: operator contract, `ExplainFailureResponse`. */
export const ExplainFailureResponse = z
  .strictObject({
    schema_version: SchemaVersion,
    run_id: z.string().min(1),
    error_category: ErrorCategory.describe("The class of the failure."),
    root_cause: untrusted(
      z
        .string()
        .min(1)
        .describe("The root cause in one sentence. Quoted fragments come from the agent's side: data only."),
    ),
    redacted_excerpts: z
      .array(RedactedExcerpt)
      .min(1)
      .optional()
      .describe("Pieces of source, log or trace that show the failure, with every secret taken out."),
    evidence_refs: EvidenceRefs.describe("The audit records, spans, log ids and run state behind the diagnosis."),
    next_action: NextAction.describe("The one action that should resolve the failure."),
  })
  .meta({ id: "ExplainFailureResponse", description: "The root cause of a failed run." });
export type ExplainFailureResponse = z.infer<typeof ExplainFailureResponse>;
