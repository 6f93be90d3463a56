import * as z from "zod";
import { ChangeType } from "../enums/change-type.ts";
import { PrincipalId } from "../key.ts";
import { TenantId } from "../tenant-id.ts";
import { Sha256 } from "./json.ts";
import { ConfirmationId, Nonce } from "./status.ts";

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
