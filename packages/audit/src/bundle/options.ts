import type { VerifyEd25519 } from "../checkpoint/checkpoint.ts";
import type { NewSha256 } from "../hash/sha256.ts";
import type { TrustedCheckpoint } from "./checkpoints.ts";
import type { SegmentCounts } from "./segments.ts";

/** What a reader of a bundle knows already, and what its platform has faster. */
export interface VerifyBundleOptions {
  /** A checkpoint of the log that was kept from before. */
  trustedCheckpoint?: TrustedCheckpoint;
  /** The keys that count, as verifier keys. Without them those of the bundle do: see `docs/audit.md` for what that is worth. */
  trustedKeys?: readonly string[];
  /** The log and the run that are asked for. */
  origin?: string;
  runId?: string;
  /** Node's `createHash("sha256")`, or another SHA-256 that takes bytes piece by piece. */
  sha256?: NewSha256;
  verifyEd25519?: VerifyEd25519;
}

/** What a bundle says, as far as it could be read. */
export interface BundleFacts extends SegmentCounts {
  origin?: string;
  runId?: string;
  exportedAt?: string;
  /** What to keep for the next bundle; the root in base64. */
  checkpoint?: { size: number; root: string };
  /** The verifier keys that signed it. */
  signers: string[];
}
