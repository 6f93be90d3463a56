import type { Sha256 } from "./record.ts";

/**
 * A run's log is a chain of segments. A segment is a block of canonical records with its SHA-256; the head commits to
 * every segment, its place and its length, so that none can be changed, dropped, moved or cut without changing the head.
 */

/** The head of a log that has no segment yet. It binds the chain to its tenant and run. */
export function genesisHead(tenant: string, runId: string, sha256: Sha256): Uint8Array {
  return sha256(`operator run log 1\n${tenant}\n${runId}\n`);
}

/**
 * The head after a segment: SHA-256 over the head before it, the segment's digest, its first sequence number and its
 * count, both as unsigned 64-bit big-endian.
 */
export function nextHead(
  head: Uint8Array,
  segment: { digest: Uint8Array; firstSeq: number; count: number },
  sha256: Sha256,
): Uint8Array {
  const input = new Uint8Array(80);
  input.set(head, 0);
  input.set(segment.digest, 32);
  const view = new DataView(input.buffer);
  view.setBigUint64(64, BigInt(segment.firstSeq));
  view.setBigUint64(72, BigInt(segment.count));
  return sha256(input);
}
