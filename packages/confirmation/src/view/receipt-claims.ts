import { TenantId } from "@operator/contract";
import * as z from "zod";
import { ChangeType } from "../candidate/change-type.ts";
import { Sha256 } from "../candidate/json.ts";
import { PrincipalId } from "../principal-id.ts";
import { ConfirmationId, type ConfirmationState, Nonce } from "../protocol/state.ts";
import { countedVotes } from "../protocol/votes.ts";

/** Seconds since 1970. Source: RFC 7519, NumericDate. */
const NumericDate = z.int().min(0);

/** Where in the tenant's audit log the redemption stands. */
export const AuditPosition = z
  .strictObject({
    log: z.string().min(1).describe("The log's origin, as its checkpoints name it."),
    index: z.int().min(0).describe("The leaf of the log's tree, from 0."),
  })
  .meta({ id: "AuditPosition", description: "A place in the tenant's audit log." });
export type AuditPosition = z.infer<typeof AuditPosition>;

/**
 * What the signed receipt of a redemption states: which bytes were approved by whom and when, who may apply them, until
 * when, and where the log says so. Source: RFC 7519 for the short names; design, section 7.
 */
export const ReceiptClaims = z
  .strictObject({
    iss: z.string().min(1),
    aud: z.string().min(1).optional(),
    jti: Nonce.describe("The nonce of this redemption: there is one receipt for it."),
    iat: NumericDate.describe("When the grant was redeemed."),
    exp: NumericDate.describe("When the grant ends: nothing is to be begun after it."),
    confirmation_id: ConfirmationId,
    tenant: TenantId,
    change_type: ChangeType,
    candidate_digest: Sha256,
    base_policy_digest: Sha256.optional(),
    candidate_policy_digest: Sha256.optional(),
    deciders: z.array(z.strictObject({ id: PrincipalId, decided_at: NumericDate })).min(1),
    executor: PrincipalId,
    redeemed_at: NumericDate,
    audit_position: AuditPosition,
  })
  .meta({ id: "ReceiptClaims", description: "What the receipt of a redemption states." });
export type ReceiptClaims = z.infer<typeof ReceiptClaims>;

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
