import * as z from "zod";
import { ErrorCategory } from "../enums/error-category.ts";
import { NextAction } from "../enums/next-action.ts";
import { EvidenceRefs } from "./evidence-ref.ts";
import { SchemaVersion } from "./schema-version.ts";

/** One thing that stands between a project and its run. Source: operator contract, `ValidationIssue`. */
export const ValidationIssue = z
  .strictObject({
    category: ErrorCategory,
    message: z.string().min(1).describe("The problem, in words for people."),
    evidence_refs: EvidenceRefs.describe("The files or settings that caused the problem."),
    next_action: NextAction.describe("The one action that should resolve the problem."),
  })
  .meta({ id: "ValidationIssue", description: "One readiness problem of a project." });
export type ValidationIssue = z.infer<typeof ValidationIssue>;

/**
 * Whether an agent project can be packed and run; when not, what is in the way. There are issues exactly when the project
 * is not ready. Source: operator contract, `ValidateAgentProjectResponse`.
 */
export const ValidateAgentProjectResponse = z
  .strictObject({
    schema_version: SchemaVersion,
    ready: z.boolean().describe("True when the project can be packed and run without a blocking issue."),
    project_dir: z.string().describe("The absolute path of the project, as the caller named it."),
    runtime: z.string().min(1).optional().describe("The detected runtime: `python`, `langgraph` and so on."),
    issues: z.array(ValidationIssue).min(1).optional().describe("The blocking issues. Absent exactly when `ready`."),
  })
  .refine((project) => project.ready === (project.issues === undefined), {
    error: "is present exactly when ready is false",
    path: ["issues"],
  })
  .meta({
    id: "ValidateAgentProjectResponse",
    description: "The readiness of an agent project.",
    anyOf: [
      { properties: { ready: { const: true }, issues: false } },
      { properties: { ready: { const: false }, issues: true }, required: ["issues"] },
    ],
  });
export type ValidateAgentProjectResponse = z.infer<typeof ValidateAgentProjectResponse>;
