import { token } from "./token.ts";

/** Identity providers and encryption of files and messages. */
export const identity = [
  token({
    id: "workos-key",
    source: "workos.com/docs: API keys",
    formats: ["sk_live_<base64:30>", "sk_example_<base62:24>"],
  }),
  token({
    id: "paseto",
    source: "github.com/paseto-standard/paseto-spec",
    formats: ["v1", "v2", "v3", "v4"].flatMap((version) => [
      `${version}.local.<dotted:40>`,
      `${version}.public.<dotted:40>`,
    ]),
  }),
  token({
    id: "stytch-secret",
    source: "stytch.com/docs: project secrets",
    formats: ["secret-live-<padded:30>", "secret-test-<padded:30>"],
  }),
  token({
    id: "authress-key",
    source: "authress.io: service client access keys",
    formats: [
      "sc_<base36:5-30>.<base36:4-6>.acc_<base36:10-32>.<base64:30>",
      "authress_<base36:5-30>.<base36:4-6>.acc_<base36:10-32>.<base64:30>",
    ],
  }),
  token({ id: "adobe-secret", source: "developer.adobe.com: OAuth client secrets", formats: ["p8e-<base64url:32>"] }),
  token({ id: "intra-42-secret", source: "api.intra.42.fr", formats: ["s-s4t2ud-<hex:64>", "s-s4t2af-<hex:64>"] }),
  token({
    id: "age-identity",
    source: "age-encryption.org/v1: native X25519 identities, plugins",
    formats: ["AGE-SECRET-KEY-1<bech32:58>", "AGE-SECRET-KEY-PQ-1<bech32:58>", "AGE-PLUGIN-YUBIKEY-1<bech32:20>"],
  }),
  token({
    id: "minisign-key",
    source: "jedisct1.github.io/minisign: secret key format",
    formats: ["RWRTY0Iy<base64:100>", "RWQAAEIy<base64:100>"],
  }),
  token({
    id: "nostr-key",
    source: "NIP-19: bech32-encoded entities",
    formats: ["nsec1<bech32:58>", "ncryptsec1<bech32:100>"],
  }),
  token({
    id: "password-hash",
    source: "crypt(5), PHC string format",
    formats: [
      "$2a$<digits:2>$<crypt:53>",
      "$2b$<digits:2>$<crypt:53>",
      "$2y$<digits:2>$<crypt:53>",
      "$argon2id$<phc:40>",
      "$argon2i$<phc:40>",
      "$6$<phc:60>",
      "$5$<phc:40>",
      "$y$<phc:40>",
      "$scrypt$<phc:40>",
      "$pbkdf2-sha256$<phc:40>",
      "$apr1$<phc:24>",
      "$1$<crypt:1-8>$<crypt:22>",
      "pbkdf2_sha256$<digits:4-8>$<phc:40>",
      "{SSHA}<base64:32>",
      "{SSHA256}<base64:48>",
      "{SSHA512}<base64:90>",
    ],
  }),
  token({
    id: "nats-seed",
    source: "nats.io: NKey seeds",
    formats: ["SUA<base32:55!>", "SOA<base32:55!>", "SAA<base32:55!>", "SNA<base32:55!>"],
  }),
  token({
    id: "boundary-token",
    source: "developer.hashicorp.com/boundary: auth tokens",
    formats: ["at_<base62:10>_<base62:60>"],
  }),
  token({ id: "nightfall-key", source: "nightfall.ai docs", formats: ["NF-<base62:32>"] }),
];
