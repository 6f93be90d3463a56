import type { ConfirmationState } from "@operator/confirmation";
import { receiptClaims } from "@operator/confirmation";
import type { Ports } from "../ports.ts";

const base64url = (data: string | Uint8Array): string => Buffer.from(data).toString("base64url");

/**
 * The receipt of a redemption: a compact JWS over its claims, signed with the key that signs now.
 * Source: RFC 7515, RFC 8037.
 */
export async function signReceipt(state: ConfirmationState, auditIndex: number, ports: Ports): Promise<string> {
  const log = `${ports.logName}/${state.candidate.tenant}`;
  const claims = receiptClaims(state, { issuer: ports.logName, auditPosition: { log, index: auditIndex } });
  const signer = ports.signers.active(ports.now());
  const header = { alg: "EdDSA", typ: "operator-receipt+jwt", kid: signer.kid };
  const signed = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}`;
  return `${signed}.${base64url(await signer.sign(new TextEncoder().encode(signed)))}`;
}
