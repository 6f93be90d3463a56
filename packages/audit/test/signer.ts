import { createHash, generateKeyPairSync, sign } from "node:crypto";
import type { NoteSigner } from "../src/checkpoint/checkpoint.ts";
import { noteKey } from "../src/checkpoint/note-key.ts";

export const sha256 = (data: string | Uint8Array): Uint8Array =>
  new Uint8Array(createHash("sha256").update(data).digest());

/** A signer with a new key, and what signs receipts with it. */
export interface TestSigner extends NoteSigner {
  receipt(claims: object): string;
}

const base64url = (data: string | Uint8Array): string => Buffer.from(data).toString("base64url");

export function newSigner(name = "operator.example"): TestSigner {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const { x = "" } = publicKey.export({ format: "jwk" });
  const kid = base64url(sha256(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`));
  return {
    key: noteKey(name, new Uint8Array(Buffer.from(x, "base64url")), sha256),
    sign: async (message) => sign(null, message, privateKey),
    receipt: (claims) => {
      const header = { alg: "EdDSA", typ: "operator-receipt+jwt", kid };
      const signed = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}`;
      return `${signed}.${base64url(sign(null, Buffer.from(signed), privateKey))}`;
    },
  };
}
