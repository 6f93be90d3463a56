import * as z from "zod";
import { ErrorCategory } from "../enums/error-category.ts";
import { RunStatus } from "../enums/run-status.ts";
import { GO_ZERO_TIME, Timestamp } from "../time.ts";
import { untrusted } from "../untrusted.ts";
import { EvidenceRefs } from "./evidence-ref.ts";
import { SchemaVersion } from "./schema-version.ts";

const ExitCode = z
  .int()
  .refine((code) => code !== 0, { error: "is omitted when it is 0" })
  .meta({ not: { const: 0 } });

const FinishedAt = Timestamp.refine((at) => at !== GO_ZERO_TIME, { error: "is omitted when it is not known" }).meta({
  not: { const: GO_ZERO_TIME },
});

/** How a run went, in figures and one sentence. Source: operator contract, `SummarizeRunResponse`. */
export const SummarizeRunResponse = z
  .strictObject({
    schema_version: SchemaVersion,
    run_id: z.string().min(1),
    status: RunStatus,
    exit_code: ExitCode.optional().describe("Absent when it is 0 or unknown."),
    started_at: Timestamp,
    finished_at: FinishedAt.optional().describe("Absent while the run goes on."),
    duration_ms: z.int().min(1).optional().describe("Wall-clock time in milliseconds. Absent when it is 0 or unknown."),
    summary: untrusted(z.string().min(1).describe("The outcome of the run in a sentence.")),
    invocations: z.int().min(1).optional().describe("How often the harness invoked the agent. Absent when it is 0."),
    policy_denials: z.int().min(1).optional().describe("The count of policy denials in the run. Absent when it is 0."),
    error_category: ErrorCategory.optional().describe("Present exactly when `status` is `failed`."),
    evidence_refs: EvidenceRefs.describe("The audit and timeline evidence for this summary."),
  })
  .refine((run) => (run.status === "failed") === (run.error_category !== undefined), {
    error: "is present exactly when status is failed",
    path: ["error_category"],
  })
  .meta({
    id: "SummarizeRunResponse",
    description: "The structured result of a run.",
    anyOf: [
      { properties: { status: { const: "failed" }, error_category: true }, required: ["error_category"] },
      { properties: { status: { not: { const: "failed" } }, error_category: false } },
    ],
  });
export type SummarizeRunResponse = z.infer<typeof SummarizeRunResponse>;
