import * as z from "zod";
import { defineOperation } from "../operation.ts";

/** A public key as a JSON Web Key, with its form for verifiers of signed notes. Source: RFC 8037, C2SP signed-note. */
const PublicKey = z
  .strictObject({
    kty: z.literal("OKP"),
    crv: z.literal("Ed25519"),
    kid: z.string().min(1).describe("The id that signatures name: the key's RFC 7638 thumbprint."),
    x: z.string().regex(/^[A-Za-z0-9_-]{43}$/, "must be 32 bytes in base64url"),
    use: z.literal("sig"),
    alg: z.literal("EdDSA"),
    nbf: z.int().optional().describe("When it began to sign, in seconds since 1970."),
    exp: z
      .int()
      .optional()
      .describe("When it stopped or stops signing, in seconds since 1970. What it signed until then stays good."),
    vkey: z.string().min(1).describe("The key for verifiers of signed notes: `<name>+<id>+<key>`."),
  })
  .meta({ id: "PublicKey", description: "A public key of the service." });

const PublicKeys = z
  .strictObject({ keys: z.array(PublicKey) })
  .meta({ id: "PublicKeys", description: "The public keys of the service, the one that signs now first." });

/** The keys that checkpoints and receipts are verified with. Source: design, section 3. */
export const getPublicKeys = defineOperation({
  name: "getPublicKeys",
  method: "GET",
  path: "/.well-known/operator-keys.json",
  scope: "public",
  summary: "Get the public keys",
  description:
    "A JSON Web Key Set of every key that the service signs or has signed with. Keys that were replaced stay listed, so that old checkpoints stay verifiable; a signature that names a key outside of this set is not ours.",
  params: z.strictObject({}),
  query: z.strictObject({}),
  status: 200,
  output: PublicKeys,
  problems: [],
  repeatable: true,
  example: {
    output: {
      keys: [
        {
          kty: "OKP",
          crv: "Ed25519",
          kid: "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
          x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
          use: "sig",
          alg: "EdDSA",
          nbf: 1782982800,
          vkey: "operator.example+10db6d09+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea",
        },
      ],
    },
  },
});
