import { token } from "./token.ts";

/** Wallets: keys that move money. Seed phrases are in `seed-phrases.ts`. */
export const wallets = [
  token({
    id: "bip32-private-key",
    source: "BIP 32, SLIP 132",
    formats: [
      "xprv<base58:100>",
      "yprv<base58:100>",
      "zprv<base58:100>",
      "tprv<base58:100>",
      "uprv<base58:100>",
      "vprv<base58:100>",
    ],
    negative: ["xpub<base58:107>"],
  }),
  token({
    id: "bip38-key",
    source: "BIP 38",
    formats: ["6PR<base58:55!>", "6PY<base58:55!>", "6Pf<base58:55!>", "6Pn<base58:55!>"],
  }),
  token({
    id: "cardano-key",
    source: "CIP 5: bech32 prefixes",
    formats: [
      "ed25519_sk1<bech32:52>",
      "ed25519e_sk1<bech32:100>",
      "addr_xsk1<bech32:100>",
      "stake_sk1<bech32:52>",
      "root_xsk1<bech32:100>",
      "addr_sk1<bech32:52>",
      "acct_xsk1<bech32:100>",
    ],
  }),
  token({ id: "sui-key", source: "docs.sui.io: keypair format", formats: ["suiprivkey1<bech32:58>"] }),
  token({ id: "aptos-key", source: "AIP-80", formats: ["ed25519-priv-0x<hex:64>", "secp256k1-priv-0x<hex:64>"] }),
  token({ id: "near-key", source: "docs.near.org: keys", formats: ["ed25519:<base58:80>"] }),
  token({ id: "alchemy-key", source: "docs.etherscan.io and alchemy.com", formats: ["alcht_<base62:30>"] }),
];
