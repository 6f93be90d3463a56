import type { Candidate } from "@operator/contract";
import { type Digest, jsonOf } from "./json.ts";

/**
 * True when the change was made against another policy than the one in force.
 *
 * @param current the digest of the agent's policy in force; `undefined` when it has none
 */
export function baseMoved(candidate: Candidate, current: string | undefined): boolean {
  const isBound = candidate.base_policy_digest !== undefined || candidate.candidate_policy_digest !== undefined;
  return isBound && candidate.base_policy_digest !== current;
}

/** True when the candidate still is what its digest says: nobody changed its bytes where they are kept. */
export function isIntact(
  { candidate, candidate_digest }: { candidate: Candidate; candidate_digest: string },
  digest: Digest,
): boolean {
  return candidateDigest(candidate, digest) === candidate_digest;
}

/** What a decision has to name: the digest of every byte of the candidate. */
export function candidateDigest(candidate: Candidate, digest: Digest): string {
  return digest(jsonOf(candidate));
}
