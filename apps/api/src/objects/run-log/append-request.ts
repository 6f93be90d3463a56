import type { SourceLink } from "@operator/audit";
import type { AttachmentRow } from "./attachments.ts";

/** A block of canonical records, one a line, as it is stored. */
export interface Block {
  bytes: Uint8Array;
  /** SHA-256 of `bytes`. */
  digest: Uint8Array;
  count: number;
  /** The earliest and the latest instant in it, in milliseconds since 1970. */
  minAt: number;
  maxAt: number;
}

/**
 * A checked and redacted batch on its way into a run's log. Events of a batch are distinct. Lists that most batches leave
 * empty are JSON, because a list of objects costs more to pass than the events themselves.
 */
export interface AppendRequest {
  tenant: string;
  runId: string;
  blocks: Block[];
  /** The fold of the batch, positions counted from 1, as JSON. */
  fold: string;
  /** Ids by index in the batch, as JSON of `EventIds`; absent when no event has one. */
  eventIds?: string;
  /** Source links by index in the batch, as JSON of `SourceLinks`; absent when no event has one. */
  sourceLinks?: string;
  /** Names the request: present when the sender named it, or when an event has neither id nor link. */
  request?: NamedRequest;
  /** What the one event of the batch attaches, as JSON of `NewAttachment`. */
  attachment?: string;
}

/** Content that is attached: its hex digest, its name, and where it is, as JSON. */
export type NewAttachment = Omit<AttachmentRow, "seq">;

/** A request by its key, with the digest of what it held and the indexes of the events that only it can name. */
export interface NamedRequest {
  key: string;
  digest: Uint8Array;
  /** JSON of a list of indexes. */
  indexes: string;
}

export type EventIds = [index: number, eventId: string][];
export type SourceLinks = [index: number, link: SourceLink][];

/**
 * What became of a batch: new events took consecutive positions from `firstSeq`, in order; the others were known. Of what is
 * not attached, `unused` are the digests of the parts that nothing else in the run consists of.
 */
export type AppendResult =
  | { kind: "stored"; firstSeq: number; known: { index: number; seq: number }[] }
  | { kind: "source_chain_broken"; index: number }
  | { kind: "idempotency_key_reused" }
  | { kind: "attachment_refused"; why: "too_many_attachments" | "evidence_purged"; unused: string[] };
