import type { AuditPosition, ReceiptClaims } from "@operator/contract";
import type { ConfirmationState } from "../protocol/state.ts";
import { countedVotes } from "../protocol/votes.ts";

/** What a receipt says besides the confirmation. */
export interface ReceiptTerms {
  issuer: string;
  audience?: string;
  auditPosition: AuditPosition;
}

const seconds = (ms: number) => Math.floor(ms / 1000);

/**
 * The claims of the receipt of a confirmation whose grant was redeemed.
 *
 * @throws RangeError when it was not; only a redemption has a receipt
 */
export function receiptClaims(
  state: ConfirmationState,
  { issuer, audience, auditPosition }: ReceiptTerms,
): ReceiptClaims {
  const { candidate, redemption, grant } = state;
  if (redemption === undefined || grant === undefined) throw new RangeError("only a redeemed grant has a receipt");
  const { base_policy_digest, candidate_policy_digest } = candidate;
  return {
    iss: issuer,
    ...(audience === undefined ? {} : { aud: audience }),
    jti: redemption.nonce,
    iat: seconds(redemption.redeemed_at),
    exp: seconds(grant.expires_at),
    confirmation_id: state.confirmation_id,
    tenant: candidate.tenant,
    change_type: candidate.change_type,
    candidate_digest: state.candidate_digest,
    ...(base_policy_digest === undefined ? {} : { base_policy_digest }),
    ...(candidate_policy_digest === undefined ? {} : { candidate_policy_digest }),
    deciders: countedVotes(state).map(({ decider, decided_at }) => ({ id: decider, decided_at: seconds(decided_at) })),
    executor: redemption.executor,
    redeemed_at: seconds(redemption.redeemed_at),
    audit_position: auditPosition,
  };
}
