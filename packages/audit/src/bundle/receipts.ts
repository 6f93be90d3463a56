import { type JsonValue, ReceiptClaims, readStrictJson } from "@operator/contract";
import { fromBase64 } from "../base64.ts";
import type { Findings } from "./finding.ts";
import type { Signatures } from "./signatures.ts";

/** A redemption that the log holds: which one it is and what was approved. */
export interface Redemption {
  nonce: JsonValue | undefined;
  confirmationId: JsonValue | undefined;
  candidateDigest: JsonValue | undefined;
}

const JWS = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;
const HEADER = /^\{"alg":"EdDSA","typ":"operator-receipt\+jwt","kid":"([A-Za-z0-9_-]{43})"\}$/;

function fromBase64url(text: string): Uint8Array | undefined {
  const standard = text.replaceAll("-", "+").replaceAll("_", "/");
  return fromBase64(standard.padEnd(Math.ceil(standard.length / 4) * 4, "="));
}

function textFromBase64url(text: string): string | undefined {
  const bytes = fromBase64url(text);
  try {
    return bytes && new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The parts of a receipt. Source: RFC 7515, compact serialization. */
function parseReceipt(receipt: string) {
  const [, header = "", payload = "", encoded = ""] = JWS.exec(receipt) ?? [];
  const kid = HEADER.exec(textFromBase64url(header) ?? "")?.[1];
  const read = readStrictJson(textFromBase64url(payload) ?? "");
  const claims = ReceiptClaims.safeParse(read.ok ? read.value : undefined);
  const signature = fromBase64url(encoded);
  if (kid === undefined || !claims.success || signature === undefined) return undefined;
  return { kid, claims: claims.data, signed: `${header}.${payload}`, signature };
}

/**
 * Verifies a receipt: its signature, that it is of this log, and that the entry at its position is the redemption that it
 * states.
 *
 * @returns the index of its entry, by which receipts are in order
 */
export async function verifyReceipt(
  receipt: string,
  position: string,
  context: { origin: string; redemptions: ReadonlyMap<number, Redemption>; signatures: Signatures; findings: Findings },
): Promise<number | undefined> {
  const { findings } = context;
  const parsed = parseReceipt(receipt);
  if (parsed === undefined) {
    findings.add("malformed", position);
    return undefined;
  }
  const { kid, claims, signed, signature } = parsed;
  const fault = await context.signatures.ofThumbprint(kid, signed, signature);
  if (fault !== undefined) findings.add(fault, position);
  const { log, index } = claims.audit_position;
  const entry = context.redemptions.get(index);
  if (log !== context.origin || !log.endsWith(`/${claims.tenant}`)) findings.add("other_log", position);
  else if (entry === undefined) findings.add("removed", position);
  else if (
    entry.nonce !== claims.jti ||
    entry.confirmationId !== claims.confirmation_id ||
    entry.candidateDigest !== claims.candidate_digest
  ) {
    findings.add("modified", position);
  }
  return index;
}
