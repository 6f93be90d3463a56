export { fromBase64, toBase64 } from "./base64.ts";
export type { TrustedCheckpoint } from "./bundle/checkpoints.ts";
export type { BundleKey, BundlePolicy, ProvedEntry } from "./bundle/format.ts";
export { type BundleVerdict, verifyBundle } from "./bundle/verify.ts";
export { type BundleParts, type StoredSegment, writeBundle } from "./bundle/write.ts";
export { canonicalJson } from "./canonical-json.ts";
export {
  type Checkpoint,
  type CheckpointVerdict,
  type NoteSigner,
  parseCheckpoint,
  signCheckpoint,
  type VerifyEd25519,
  verifyCheckpoint,
} from "./checkpoint/checkpoint.ts";
export { formatVerifierKey, type NoteKey, noteKey, parseVerifierKey } from "./checkpoint/note-key.ts";
export { recordLine } from "./jsonl/write.ts";
export {
  appendLeaf,
  type CompactRange,
  type CompleteNode,
  EMPTY_RANGE,
  rangeRoot,
  readRange,
} from "./merkle/compact-range.ts";
export { entryText, type LogEntry } from "./merkle/entry.ts";
export { leafHash, type NodeReader, treeRoot } from "./merkle/hashes.ts";
export { proveConsistency, proveInclusion } from "./merkle/prove.ts";
export { type Consistency, type Inclusion, verifyConsistency, verifyInclusion } from "./merkle/verify.ts";
export { canonicalContent, canonicalRecord, type RecordContent, recordHash, type Sha256, toHex } from "./record.ts";
export { genesisHead, nextHead } from "./segment-chain.ts";
