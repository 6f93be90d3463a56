import { formatVerifierKey, noteKey } from "@operator/audit";
import { sha256 } from "../adapters/sha256.ts";
import type { PublicSigningKey } from "../adapters/signers.ts";
import type { Handler } from "../handler.ts";

/** The keys that checkpoints and receipts are verified with. */
export const getPublicKeys: Handler<"getPublicKeys"> = async (_, ports) => ({
  body: { keys: ports.signers.publicKeys.map((key) => publicKeyAnswer(key, ports.logName)) },
});

function publicKeyAnswer({ kid, x, publicKey, nbf, exp }: PublicSigningKey, name: string) {
  return {
    kty: "OKP" as const,
    crv: "Ed25519" as const,
    kid,
    x,
    use: "sig" as const,
    alg: "EdDSA" as const,
    ...(nbf === undefined ? {} : { nbf }),
    ...(exp === undefined ? {} : { exp }),
    vkey: formatVerifierKey(noteKey(name, publicKey, sha256)),
  };
}
