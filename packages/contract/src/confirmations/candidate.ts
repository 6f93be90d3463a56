import * as z from "zod";
import { ChangeType, POLICY_CHANGES } from "../enums/change-type.ts";
import { RiskLevel } from "../enums/risk-level.ts";
import { PrincipalId } from "../key.ts";
import {
  MAX_AFFECTED,
  MAX_DIFF_CHARS,
  MAX_EVIDENCE_REFS,
  MAX_NAME_CHARS,
  MAX_POLICY_BYTES,
  MAX_RATIONALE_CHARS,
  MAX_REF_CHARS,
} from "../limits.ts";
import { TenantId } from "../tenant-id.ts";
import { Timestamp } from "../time.ts";
import { EvidenceRef } from "../types/evidence-ref.ts";
import { untrusted } from "../untrusted.ts";
import { BoundedJson, boundedText, Sha256, visibleText } from "./json.ts";
import { RequiredApprovals } from "./required-approvals.ts";

/** A change of a policy: the new document, and how it differs from the one in force. */
export const PolicyPatch = z
  .strictObject({
    agent: visibleText(MAX_NAME_CHARS),
    diff: boundedText(MAX_DIFF_CHARS).describe("Unified diff against the policy in force."),
    policy_yaml: boundedText(MAX_POLICY_BYTES).describe("The document as it will be."),
  })
  .meta({ id: "PolicyPatch", description: "A change of an agent's policy." });
export type PolicyPatch = z.infer<typeof PolicyPatch>;

const Names = z
  .array(visibleText(MAX_NAME_CHARS))
  .max(MAX_AFFECTED)
  .refine((names) => new Set(names).size === names.length, { error: "must not repeat" });

const Evidence = EvidenceRef.safeExtend({
  ref: visibleText(MAX_REF_CHARS),
  detail: boundedText(MAX_REF_CHARS).optional(),
});

/**
 * All that is frozen when a change is proposed: what a person reviews is what an executor gets, byte for byte, because both
 * are bound to one digest of it. A change that comes as a document of a policy says whose policy it is and what digest it
 * will have; without `base_policy_digest` the agent has no policy yet. Source: design, section 7.
 */
export const Candidate = z
  .strictObject({
    change_type: ChangeType,
    patch: untrusted(
      z.union([PolicyPatch, BoundedJson]).describe("The whole change: a PolicyPatch, or an object or text."),
    ),
    tenant: TenantId,
    proposer: PrincipalId,
    agent: visibleText(MAX_NAME_CHARS).optional(),
    base_policy_digest: Sha256.optional().describe("The policy that the change was made against."),
    candidate_policy_digest: Sha256.optional().describe("The policy as it will be."),
    affected_destinations: untrusted(Names),
    credential_ids: untrusted(Names),
    risk_level: RiskLevel,
    rationale: untrusted(boundedText(MAX_RATIONALE_CHARS)),
    evidence: z.array(Evidence).max(MAX_EVIDENCE_REFS),
    required_approvals: RequiredApprovals,
    created_at: Timestamp,
    expires_at: Timestamp,
  })
  .refine(({ agent, patch }) => !isPolicyPatch(patch) || patch.agent === agent, {
    error: "must be the agent of the patch",
    path: ["agent"],
  })
  .refine(({ change_type, patch }) => change_type !== "policy_patch" || isPolicyPatch(patch), {
    error: "must be a change of a policy",
    path: ["patch"],
  })
  .refine(({ change_type, patch }) => POLICY_CHANGES.has(change_type) || !isPolicyPatch(patch), {
    error: "is a change of a policy, which this change type is not",
    path: ["patch"],
  })
  .refine(({ candidate_policy_digest: digest, patch }) => (digest !== undefined) === isPolicyPatch(patch), {
    error: "goes with a change of a policy, and with nothing else",
    path: ["candidate_policy_digest"],
  })
  .meta({ id: "Candidate", description: "A proposed change, frozen." });
export type Candidate = z.infer<typeof Candidate>;

function isPolicyPatch(patch: unknown): patch is PolicyPatch {
  return PolicyPatch.safeParse(patch).success;
}

/** The change as one of a policy, or `undefined` when it is another change. */
export function policyPatchOf({ patch }: Pick<Candidate, "patch">): PolicyPatch | undefined {
  return isPolicyPatch(patch) ? patch : undefined;
}
