import type { ConfirmationRequirement } from "@operator/contract";
import type { ConfirmationState } from "../protocol/state.ts";

function listed<Item>(items: readonly Item[]): Item[] | undefined {
  return items.length === 0 ? undefined : [...items];
}

/** What an answer says of a confirmation that a person still has to decide. Source: operator contract, `ConfirmationRequirement`. */
export function requirementOf({ confirmation_id, candidate }: ConfirmationState): ConfirmationRequirement {
  const affected_destinations = listed(candidate.affected_destinations);
  const credential_ids = listed(candidate.credential_ids);
  const evidence_refs = listed(candidate.evidence);
  return {
    requires_confirmation: true,
    confirmation_id,
    risk_level: candidate.risk_level,
    rationale: candidate.rationale,
    ...(affected_destinations && { affected_destinations }),
    ...(credential_ids && { credential_ids }),
    ...(evidence_refs && { evidence_refs }),
  };
}
