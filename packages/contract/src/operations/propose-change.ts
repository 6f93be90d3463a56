import * as z from "zod";
import { AgentName } from "../agent-name.ts";
import { Confirmation } from "../confirmations/confirmation.ts";
import { exampleConfirmation } from "../confirmations/example.ts";
import { BoundedJson, boundedText, visibleText } from "../confirmations/json.ts";
import { ProposedPurge } from "../confirmations/retention-purge.ts";
import { ChangeType } from "../enums/change-type.ts";
import {
  MAX_AFFECTED,
  MAX_EVIDENCE_REFS,
  MAX_NAME_CHARS,
  MAX_POLICY_BYTES,
  MAX_PROPOSERS_WORDS_CHARS,
  MAX_REF_CHARS,
  MAX_SMALL_BODY_BYTES,
} from "../limits.ts";
import { defineOperation } from "../operation.ts";
import { EvidenceRef } from "../types/evidence-ref.ts";

/** A change of a policy as it is proposed: the whole document, or a diff against the current one. */
const ProposedPolicy = z
  .strictObject({ agent: AgentName, policy_yaml: z.string().min(1).optional(), diff: z.string().min(1).optional() })
  .refine(({ policy_yaml, diff }) => (policy_yaml === undefined) !== (diff === undefined), {
    error: "needs either policy_yaml or diff",
    path: ["policy_yaml"],
  })
  .meta({ id: "ProposedPolicy", description: "A policy document, or a unified diff against the current one." });

const Names = z
  .array(visibleText(MAX_NAME_CHARS))
  .max(MAX_AFFECTED)
  .refine((names) => new Set(names).size === names.length, { error: "must not repeat" });

/** A change that crosses a trust boundary, as somebody proposes it. */
export const ProposeChangeRequest = z
  .strictObject({
    change_type: ChangeType,
    rationale: boundedText(MAX_PROPOSERS_WORDS_CHARS).describe("Shown to reviewers in quotation marks."),
    patch: z
      .union([ProposedPolicy, ProposedPurge, BoundedJson])
      .describe(
        "The whole change. For a `policy_patch` a ProposedPolicy, for a `retention_purge` of runs that are kept here a ProposedPurge, else an object or text.",
      ),
    affected_destinations: Names.default([]),
    credential_ids: Names.default([]),
    evidence_refs: z
      .array(EvidenceRef.safeExtend({ ref: visibleText(MAX_REF_CHARS), detail: boundedText(MAX_REF_CHARS).optional() }))
      .max(MAX_EVIDENCE_REFS)
      .default([])
      .describe("Positions of a log need the one run that they are of beside them."),
  })
  .meta({ id: "ProposeChangeRequest", description: "A change to be confirmed by people." });
export type ProposeChangeRequest = z.infer<typeof ProposeChangeRequest>;

/** Proposes a change of any type for people to decide. Source: design, sections 3 and 7. */
export const proposeChange = defineOperation({
  name: "proposeChange",
  method: "POST",
  path: "/v1/confirmations",
  scope: "policy:propose",
  authority: "fresh",
  recordsRefusals: true,
  summary: "Propose a change",
  description:
    "Freezes a change as a candidate and opens the confirmation that people decide. Risk, expiry and who has to approve follow from the change and the tenant's rules. The same proposal again answers the confirmation that is open; a change that was declined is refused until there is new evidence.",
  params: z.strictObject({}),
  query: z.strictObject({}),
  body: {
    mediaTypes: ["application/json"],
    schema: ProposeChangeRequest,
    // A document may double in size as a JSON string.
    maxBytes: 2 * MAX_POLICY_BYTES + 16 * MAX_SMALL_BODY_BYTES,
  },
  status: 201,
  output: Confirmation,
  problems: [
    "policy_not_found",
    "invalid_policy",
    "secret_in_identifier",
    "unresolved_evidence",
    "declined_before",
    "too_many_pending",
    "action_allowed",
    "change_too_large",
    "run_not_found",
    "run_on_hold",
    "evidence_purged",
  ],
  repeatable: true,
  example: {
    body: {
      change_type: "webhook_destination",
      rationale: "Failures of the weather agent should reach the on-call channel.",
      patch: { url: "https://hooks.example.com/on-call" },
      affected_destinations: ["hooks.example.com:443"],
      credential_ids: [],
      evidence_refs: [{ type: "run_id", ref: "run_01J9Z0DENIED" }],
    },
    output: exampleConfirmation,
  },
});
