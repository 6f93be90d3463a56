import * as z from "zod";
import { NextAction } from "../enums/next-action.ts";
import { untrusted } from "../untrusted.ts";
import { EvidenceRefs } from "./evidence-ref.ts";
import { SchemaVersion } from "./schema-version.ts";

/** Which rule blocked an action, and under which policy. Source: operator contract, `ExplainPolicyDenialResponse`. */
export const ExplainPolicyDenialResponse = z
  .strictObject({
    schema_version: SchemaVersion,
    run_id: z.string().min(1).optional().describe("The run that was denied. Absent for a check before any run."),
    denied_action: untrusted(z.string().min(1).describe("What the agent tried to do.")),
    blocking_rule_id: untrusted(
      z.string().min(1).describe("The rule that blocked it, such as `egress[2]` or `default_deny`."),
    ),
    policy_digest: untrusted(
      z
        .string()
        .min(1)
        .optional()
        .describe("SHA-256 digest of the compiled policy at the time of the denial, to find it in the audit log."),
    ),
    rationale: untrusted(z.string().min(1).describe("Why the rule blocked the action.")),
    evidence_refs: EvidenceRefs.describe("The audit record and the policy decision that recorded the denial."),
    next_action: NextAction.extract(["review_policy_patch"]).describe("Always `review_policy_patch`."),
  })
  .meta({ id: "ExplainPolicyDenialResponse", description: "The policy rule that blocked an action." });
export type ExplainPolicyDenialResponse = z.infer<typeof ExplainPolicyDenialResponse>;
