import type { VerifyEd25519 } from "./checkpoint.ts";

/** A copy on a buffer of its own, which is what WebCrypto takes. */
const owned = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

/** Ed25519 as WebCrypto has it: Node.js, workerd and browsers do. Rejects on a platform that has not. */
export const webCryptoEd25519: VerifyEd25519 = async (publicKey, message, signature) => {
  const { subtle } = crypto;
  const key = await subtle.importKey("raw", owned(publicKey), "Ed25519", false, ["verify"]);
  return subtle.verify("Ed25519", key, owned(signature), owned(message));
};
