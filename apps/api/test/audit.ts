import { type NoteKey, parseVerifierKey, type VerifyEd25519, verifyCheckpoint } from "@operator/audit";
import { operations } from "@operator/contract";
import { sha256 } from "../src/adapters/sha256.ts";
import { send } from "./harness.ts";

/** Ed25519 by the platform. */
export const verifyEd25519: VerifyEd25519 = async (publicKey, message, signature) => {
  const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", key, signature, message);
};

/** The keys that the Worker under test publishes, as verifiers of notes take them. */
async function publishedKeys(): Promise<NoteKey[]> {
  const { keys } = operations.getPublicKeys.output.parse(await (await send("/.well-known/operator-keys.json")).json());
  return keys.map(({ vkey }) => parseVerifierKey(vkey, sha256)).filter((key) => key !== undefined);
}

/** What a signed checkpoint of a tenant says, verified with the published keys. */
export async function verified(tenant: string, note: string) {
  const expected = { origin: `operator.test/${tenant}`, keys: await publishedKeys() };
  const verdict = await verifyCheckpoint(note, expected, verifyEd25519);
  if (verdict.kind !== "verified") throw new Error(`the checkpoint is ${verdict.kind}`);
  return verdict.checkpoint;
}
