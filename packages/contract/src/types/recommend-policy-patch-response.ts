import * as z from "zod";
import { NextAction } from "../enums/next-action.ts";
import { RiskLevel } from "../enums/risk-level.ts";
import { untrusted } from "../untrusted.ts";
import { RequiredConfirmation } from "./confirmation-requirement.ts";
import { EvidenceRefs } from "./evidence-ref.ts";
import { SchemaVersion } from "./schema-version.ts";

/**
 * A change of policy.yaml that is proposed and not applied: `confirmation` always requires a person, and the action is
 * always to review. Source: operator contract, `RecommendPolicyPatchResponse`.
 */
export const RecommendPolicyPatchResponse = z
  .strictObject({
    schema_version: SchemaVersion,
    proposed_patch: untrusted(
      z.string().min(1).describe("The change, as a unified diff or a YAML snippet. Nothing applied it."),
    ),
    risk_level: RiskLevel.describe("The potential impact of the proposed change."),
    rationale: untrusted(z.string().min(1).describe("Why the patch is needed and what it permits.")),
    affected_destinations: untrusted(
      z.array(z.string()).min(1).optional().describe("Network destinations that the patch would allow."),
    ),
    credential_ids: z.array(z.string()).min(1).optional().describe("Ids of the credentials that the patch would bind."),
    evidence_refs: EvidenceRefs.describe("The denial and the audit evidence that motivate the patch."),
    confirmation: RequiredConfirmation,
    next_action: NextAction.extract(["review_policy_patch"]).describe(
      "Always `review_policy_patch`: a person confirms before the patch is applied.",
    ),
  })
  .meta({ id: "RecommendPolicyPatchResponse", description: "A proposed policy change." });
export type RecommendPolicyPatchResponse = z.infer<typeof RecommendPolicyPatchResponse>;
