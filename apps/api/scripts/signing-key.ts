import { createHash, generateKeyPairSync } from "node:crypto";
import type { SigningKey, SigningKeySet } from "../src/adapters/signing-keys.ts";

/** The RFC 7638 thumbprint of an Ed25519 key. */
function thumbprint(x: string): string {
  return createHash("sha256")
    .update(JSON.stringify({ crv: "Ed25519", kty: "OKP", x }))
    .digest("base64url");
}

/**
 * A new key that signs from now on.
 *
 * @param now in milliseconds since 1970, as `end` is: when the key must stop to sign
 */
function newSigningKey(now: number, end: number | undefined): SigningKey {
  const { x = "", d = "" } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const nbf = Math.floor(now / 1000);
  return {
    kty: "OKP",
    crv: "Ed25519",
    kid: thumbprint(x),
    x,
    d,
    nbf,
    ...(end === undefined ? {} : { exp: Math.floor(end / 1000) }),
  };
}

/** A key that no longer signs: its private part is gone, what it signed stays verifiable. */
function retired({ d: _, ...key }: SigningKey, now: number): SigningKey {
  return { ...key, exp: Math.min(key.exp ?? Number.POSITIVE_INFINITY, Math.floor(now / 1000)) };
}

/** A set whose new key signs, and whose keys of before only verify. */
export function withNewKey(before: SigningKeySet, now: number, end?: number): SigningKeySet {
  return { keys: [newSigningKey(now, end), ...before.keys.map((key) => retired(key, now))] };
}
