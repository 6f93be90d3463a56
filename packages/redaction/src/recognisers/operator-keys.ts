import { token } from "./token.ts";

/** Our own API keys. The checksum is not asked for: a key with a typing error is still most of a key. */
export const operatorKeys = [
  token({
    id: "operator-api-key",
    source: "this repository: op_<env>_<tenant>_<32 random base62><6 base62 CRC-32>",
    formats: ["op_<lower:1-12>_<tenant:1-40>_<base62:38>"],
    negative: ["op_live_acme_short", "op_timeout_ms=30"],
  }),
];
