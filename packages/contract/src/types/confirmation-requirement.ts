import * as z from "zod";
import { RiskLevel } from "../enums/risk-level.ts";
import { untrusted } from "../untrusted.ts";
import { EvidenceRef } from "./evidence-ref.ts";

const fields = {
  confirmation_id: z.string().min(1).describe("Names the pending confirmation, opaque to readers; not a credential."),
  risk_level: RiskLevel,
  rationale: untrusted(z.string().min(1).describe("Why the change is needed and what it does.")),
  evidence_refs: z.array(EvidenceRef).min(1).describe("The audit and policy evidence that supports the proposal."),
};

/**
 * Tells whether a proposed action crosses a trust boundary (policy patch, credential binding, direct lease, handoff
 * trigger, exposed listener, retention purge, destructive operation) and what a person is asked to confirm. A tool may
 * propose; only the confirmation path of daemon, UI or CLI applies. Without the need to confirm there is no
 * `confirmation_id`. Source: operator contract, `ConfirmationRequirement`.
 */
export const ConfirmationRequirement = z
  .strictObject({
    requires_confirmation: z
      .boolean()
      .describe("True when the action crosses a trust boundary: a person must confirm."),
    confirmation_id: fields.confirmation_id.optional(),
    risk_level: fields.risk_level.optional(),
    rationale: fields.rationale.optional(),
    affected_destinations: untrusted(
      z
        .array(z.string())
        .min(1)
        .optional()
        .describe("Network destinations that the change affects. Absent for a change that is not about the network."),
    ),
    credential_ids: untrusted(
      z
        .array(z.string())
        .min(1)
        .optional()
        .describe("Ids of the credentials that the change affects. Absent for a change that is not about credentials."),
    ),
    evidence_refs: fields.evidence_refs.optional(),
  })
  .refine((needed) => needed.requires_confirmation || needed.confirmation_id === undefined, {
    error: "is absent when no confirmation is required",
    path: ["confirmation_id"],
  })
  .meta({
    id: "ConfirmationRequirement",
    description: "What a person must confirm before an action takes effect.",
    anyOf: [{ properties: { requires_confirmation: { const: true } } }, { properties: { confirmation_id: false } }],
  });
export type ConfirmationRequirement = z.infer<typeof ConfirmationRequirement>;

/**
 * The requirement that a proposal carries: always to be confirmed, with the id, the risk, the reason and the evidence.
 * Source: operator contract, "Confirmation protocol".
 */
export const RequiredConfirmation = ConfirmationRequirement.safeExtend({
  requires_confirmation: z.literal(true),
  ...fields,
}).meta({ id: "RequiredConfirmation", description: "The confirmation that a proposed policy patch always requires." });
