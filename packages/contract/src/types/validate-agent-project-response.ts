import * as z from "zod";
import { ErrorCategory } from "../enums/error-category.ts";
import { NextAction } from "../enums/next-action.ts";
import { untrusted } from "../untrusted.ts";
import { EvidenceRefs } from "./evidence-ref.ts";
import { SchemaVersion } from "./schema-version.ts";

/** One thing that stands between a project and its run. Source: operator contract, `ValidationIssue`. */
export const ValidationIssue = z
  .strictObject({
    category: ErrorCategory,
    message: untrusted(z.string().min(1).describe("The problem, in words for people.")),
    evidence_refs: EvidenceRefs.describe("The files or settings that caused the problem."),
    next_action: NextAction.describe("The one action that should resolve the problem."),
  })
  .meta({ id: "ValidationIssue", description: "One readiness problem of a project." });
export type ValidationIssue = z.infer<typeof ValidationIssue>;

/**
 * How the message of an advisory issue begins. An advisory issue will show later and stops nothing; every other one is
 * blocking. The contract has no field for this: a field would break those who read the original's answers strictly.
 */
export const ADVISORY_PREFIX = "Advisory: ";

/** True for an issue that stops neither the pack nor the run. */
export function isAdvisory({ message }: Pick<ValidationIssue, "message">): boolean {
  return message.startsWith(ADVISORY_PREFIX);
}

/** The same rule in JSON Schema: an issue whose message begins so, and one whose message does not. */
const WITH_PREFIX = { type: "string", pattern: `^${ADVISORY_PREFIX}` };
const ADVISORY = { type: "object", properties: { message: WITH_PREFIX } };
const BLOCKING = { type: "object", properties: { message: { not: WITH_PREFIX } } };

/**
 * Whether an agent project can be packed and run, and what was found in it: the blocking issues first, then the advisory
 * ones, whose messages begin with `Advisory: `. The project is ready exactly when none of its issues is blocking. Source:
 * operator contract, `ValidateAgentProjectResponse`; that `issues` may have advice for a project that is ready is a decision
 * of ours.
 */
export const ValidateAgentProjectResponse = z
  .strictObject({
    schema_version: SchemaVersion,
    ready: z.boolean().describe("True when the project can be packed and run without a blocking issue."),
    project_dir: z.string().describe("The absolute path of the project, as the caller named it."),
    runtime: z.string().min(1).optional().describe("The detected runtime: `python`, `langgraph` and so on."),
    issues: z
      .array(ValidationIssue)
      .min(1)
      .optional()
      .describe(
        "The issues, the blocking ones first. The message of an advisory one begins with `Advisory: `; only those stand here when `ready`. Absent when there is none.",
      ),
  })
  .refine(({ ready, issues = [] }) => ready === issues.every(isAdvisory), {
    error: "has a blocking issue exactly when ready is false",
    path: ["issues"],
  })
  .meta({
    id: "ValidateAgentProjectResponse",
    description: "The readiness of an agent project.",
    anyOf: [
      { properties: { ready: { const: true }, issues: { type: "array", items: ADVISORY } } },
      { properties: { ready: { const: false }, issues: { type: "array", contains: BLOCKING } }, required: ["issues"] },
    ],
  });
export type ValidateAgentProjectResponse = z.infer<typeof ValidateAgentProjectResponse>;
