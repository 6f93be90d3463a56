export { canonicalJson } from "./canonical-json.ts";
export {
  appendLeaf,
  type CompactRange,
  type CompleteNode,
  EMPTY_RANGE,
  rangeRoot,
  readRange,
} from "./merkle/compact-range.ts";
export { leafHash, type NodeReader, treeRoot } from "./merkle/hashes.ts";
export { proveConsistency, proveInclusion } from "./merkle/prove.ts";
export { type Consistency, type Inclusion, verifyConsistency, verifyInclusion } from "./merkle/verify.ts";
export { canonicalContent, canonicalRecord, type RecordContent, recordHash, type Sha256, toHex } from "./record.ts";
export { genesisHead, nextHead } from "./segment-chain.ts";
