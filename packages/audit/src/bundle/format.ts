import { limits } from "@operator/contract";
import * as z from "zod";
import { fromBase64 } from "../base64.ts";
import { HASH_BYTES } from "../merkle/hashes.ts";

/** The first member of every bundle, and the first line of what its seal signs. */
export const BUNDLE_FORMAT = "operator audit bundle 1";

/** One line of a bundle. The longest is a policy of which JSON escapes every byte with six characters. */
export const MAX_LINE_BYTES = 6 * limits.MAX_POLICY_BYTES + 64 * 1024;

/** The members whose elements stand one on a line, and those that are one line; all in the order of the file. */
export const MEMBERS = [
  "format",
  "origin",
  "run_id",
  "exported_at",
  "keys",
  "checkpoint",
  "consistency",
  "head",
  "policies",
  "entries",
  "receipts",
  "segments",
  "seal",
] as const;
export type MemberName = (typeof MEMBERS)[number];

/** The members that are lists. */
const LISTS = ["keys", "consistency", "policies", "entries", "receipts", "segments"] as const;
export type ListName = (typeof LISTS)[number];

/** The members that the seal lists one by one: all but the format, which is its first line, and itself. */
export const SEALED = MEMBERS.filter((name) => name !== "format" && name !== "seal");

const Hex = z.string().regex(/^[0-9a-f]{64}$/);
const Digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const Seconds = z.int().min(0);
/** A tree of 2^53 leaves has proofs of at most 53 hashes, and consistency proofs of twice as many. */
const Proof = z.array(z.string().refine((text) => fromBase64(text)?.length === HASH_BYTES)).max(106);

/** A key of the service. The id in a verifier key is a hash of its name and key. */
export const BundleKey = z.strictObject({ vkey: z.string().min(1), nbf: Seconds.optional(), exp: Seconds.optional() });
export type BundleKey = z.infer<typeof BundleKey>;

/** A checkpoint that was signed earlier, and that the log only grew since. */
export const EarlierCheckpoint = z.strictObject({ checkpoint: z.string().min(1), proof: Proof });
export type EarlierCheckpoint = z.infer<typeof EarlierCheckpoint>;

/** An entry of the tenant's log as the text that was hashed, with its way to the root of the checkpoint. */
export const ProvedEntry = z.strictObject({ leaf: z.string().min(1), leaf_index: z.int().min(0), proof: Proof });
export type ProvedEntry = z.infer<typeof ProvedEntry>;

/** A policy that the run cites. `document_digest` is SHA-256 over the document's bytes. */
export const BundlePolicy = z.strictObject({
  agent: z.string().min(1),
  revision: z.int().min(1),
  policy_digest: Digest,
  document_digest: Digest,
  document: z.string(),
});
export type BundlePolicy = z.infer<typeof BundlePolicy>;

/** A receipt of a redemption: a compact JWS. */
export const BundleReceipt = z.string().min(1);

/** Where a segment stands and what its block of records hashes to. */
export const SegmentPlace = z.strictObject({ first_seq: z.int().min(1), count: z.int().min(1), digest: Hex });
export type SegmentPlace = z.infer<typeof SegmentPlace>;

/** The line that opens a segment, with its list closed again. */
export const OpenSegment = SegmentPlace.extend({ records: z.tuple([]) });

/** A segment whose records were purged. `last_hash` is the `record_hash` of the last one, which the next record follows. */
export const PurgedSegment = SegmentPlace.extend({ purged: z.literal(true), last_hash: Hex });
export type PurgedSegment = z.infer<typeof PurgedSegment>;

export const isList = (name: MemberName): name is ListName => LISTS.some((list) => list === name);

/** The fields of a record, in the order in which it is written. Source: AgentPaaS audit record. */
export const RECORD_FIELDS = [
  "seq",
  "prev_hash",
  "record_hash",
  "timestamp",
  "event_type",
  "deployment_mode",
  "actor",
  "payload",
  "hosted_context",
] as const;
