export { canonicalJson } from "./canonical-json.ts";
export { canonicalContent, canonicalRecord, type RecordContent, recordHash, type Sha256, toHex } from "./record.ts";
export { genesisHead, nextHead } from "./segment-chain.ts";
