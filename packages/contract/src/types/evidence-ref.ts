import * as z from "zod";
import { EvidenceType } from "../enums/evidence-type.ts";
import { untrusted } from "../untrusted.ts";

/**
 * A pointer to an auditable artifact: a tool looks it up in the audit log, the run store or the policy compiler. It names
 * evidence and never contains it: no secret value stands in any of its fields. Source: operator contract, `EvidenceRef`.
 */
export const EvidenceRef = z
  .strictObject({
    type: EvidenceType,
    ref: untrusted(z.string().min(1).describe("The identifier, opaque to readers: `42`, `run_abc123`, `egress[2]`.")),
    detail: untrusted(
      z
        .string()
        .min(1)
        .optional()
        .describe("What this evidence shows, for people. Secret values, tokens and private keys are taken out of it."),
    ),
  })
  .meta({ id: "EvidenceRef", description: "A pointer to an auditable artifact that supports a diagnosis." });
export type EvidenceRef = z.infer<typeof EvidenceRef>;

/** The `evidence_refs` field of the answers: absent when there is none. */
export const EvidenceRefs = z.array(EvidenceRef).min(1).optional();
