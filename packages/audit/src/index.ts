export { fromBase64, toBase64 } from "./base64.ts";
export type { TrustedCheckpoint } from "./bundle/checkpoints.ts";
export type { Finding, FindingCode, FindingPosition } from "./bundle/finding.ts";
export {
  BUNDLE_FORMAT,
  type BundleKey,
  type BundlePolicy,
  type EarlierCheckpoint,
  type ProvedEntry,
} from "./bundle/format.ts";
export type { BundleFacts, VerifyBundleOptions } from "./bundle/options.ts";
export type { BundleSource } from "./bundle/source.ts";
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
export { webCryptoEd25519 } from "./checkpoint/ed25519.ts";
export { formatVerifierKey, type NoteKey, noteKey, parseVerifierKey } from "./checkpoint/note-key.ts";
export { type NewSha256, portableSha256, type Sha256Stream, wholeSha256 } from "./hash/sha256.ts";
export { recomputes, type SourceLink, sourceLink } from "./jsonl/source-link.ts";
export { type SplitExport, splitByRun } from "./jsonl/split.ts";
export {
  ExportChain,
  type ExportFault,
  type ExportLine,
  type ExportRecord,
  type ExportVerdict,
  verifyExport,
} from "./jsonl/verify.ts";
export { exportLines, type RecordLine, recordLine } from "./jsonl/write.ts";
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
export { type EntryTile, hasTile, parseTilePath, TILE_WIDTH, type Tile, tilePath, tilesOf } from "./tiles/path.ts";
export { entryTile, hashTile, parseEntryTile } from "./tiles/tile.ts";
