import { activeKey, type SigningKey, SigningKeySet } from "./signing-keys.ts";

/** A key that signs. */
interface Signer {
  kid: string;
  publicKey: Uint8Array;
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** A key that verifies, as it is published. */
export interface PublicSigningKey {
  kid: string;
  x: string;
  publicKey: Uint8Array;
  nbf?: number | undefined;
  exp?: number | undefined;
}

/** The Ed25519 keys of this deployment. */
export interface Signers {
  /** Every key that signs or has signed, the one that began last first. */
  readonly publicKeys: readonly PublicSigningKey[];
  /**
   * The key that signs at this instant, in milliseconds since 1970.
   *
   * @throws Error when there is none: a key that has ended was not replaced
   */
  active(now: number): Signer;
}

function bytesOf(base64url: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64url, "base64url"));
}

function signerOf({ kid, kty, crv, x, d }: SigningKey): Signer {
  let imported: Promise<CryptoKey> | undefined;
  return {
    kid,
    publicKey: bytesOf(x),
    async sign(message) {
      imported ??= crypto.subtle.importKey(
        "jwk",
        { kty, crv, x, ...(d === undefined ? {} : { d }) },
        "Ed25519",
        false,
        ["sign"],
      );
      return new Uint8Array(await crypto.subtle.sign("Ed25519", await imported, message));
    },
  };
}

/**
 * @param secret the value of `AUDIT_SIGNING_KEYS`
 * @throws Error when the secret is missing or no key set, without repeating it
 */
export function signersWith(secret: string | undefined): Signers {
  const set = parseKeySet(secret);
  const signers = new Map(set.keys.map((key) => [key.kid, signerOf(key)]));
  return {
    publicKeys: set.keys.map(({ kid, x, nbf, exp }) => ({ kid, x, publicKey: bytesOf(x), nbf, exp })),
    active(now) {
      const signer = signers.get(activeKey(set, now)?.kid ?? "");
      if (signer === undefined) throw new Error("no key of AUDIT_SIGNING_KEYS may sign now");
      return signer;
    },
  };
}

function parseKeySet(secret: string | undefined): SigningKeySet {
  try {
    return SigningKeySet.parse(JSON.parse(secret ?? ""));
  } catch {
    throw new Error("AUDIT_SIGNING_KEYS is not a set of Ed25519 keys");
  }
}
