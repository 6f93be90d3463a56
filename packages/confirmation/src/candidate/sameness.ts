import type { Candidate, EvidenceRef } from "@operator/contract";
import { type Digest, jsonOf } from "./json.ts";

/** A list without its order. */
function asSet(items: readonly string[]): string[] {
  return [...new Set(items)].sort();
}

/**
 * What makes a repeated proposal the same one, so that proposing again gives the confirmation that waits already: all of the
 * candidate but its times and the order of its lists.
 */
export function sameProposalKey(candidate: Candidate, digest: Digest): string {
  const {
    created_at: _created,
    expires_at: _expires,
    evidence,
    affected_destinations,
    credential_ids,
    ...rest
  } = candidate;
  return digest(
    jsonOf({
      ...rest,
      affected_destinations: asSet(affected_destinations),
      credential_ids: asSet(credential_ids),
      evidence: asSet(evidence.map((ref) => digest(jsonOf(ref)))),
    }),
  );
}

/**
 * What makes a declined change the same one whoever proposes it, with whatever reason and evidence. For a policy that is
 * the policy that would result from the one in force: another comment in the document, or another name for the change,
 * makes no other change of it.
 */
export function sameChangeKey(candidate: Candidate, digest: Digest): string {
  const { tenant, agent, change_type, patch, base_policy_digest, candidate_policy_digest } = candidate;
  const change = candidate_policy_digest === undefined ? { change_type, patch } : { candidate_policy_digest };
  return digest(jsonOf({ tenant, agent, base_policy_digest, ...change }));
}

const SEQS = /^(\d{1,15})(?:-(\d{1,15}))?$/;

/** The positions that an `audit_seq` ref names; `undefined` for another ref. */
function seqsOf({ type, ref }: EvidenceRef): [first: number, last: number] | undefined {
  const [, first, last = first] = (type === "audit_seq" && SEQS.exec(ref)) || [];
  return first === undefined ? undefined : [Number(first), Number(last)];
}

/** True when every position from first to last lies in one of the ranges. */
function isCovered([first, last]: [number, number], ranges: readonly [number, number][]): boolean {
  let next = first;
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) if (from <= next) next = Math.max(next, to + 1);
  return next > last;
}

/**
 * True when evidence holds something that was not known when a change was declined. Details are words and not evidence; a
 * `verification` is a request to look again; and a position in the log that was cited is not new in another range. That
 * the refs resolve is for the caller to see to: a ref to nothing is no evidence either.
 */
export function hasNewEvidence(evidence: readonly EvidenceRef[], known: readonly EvidenceRef[]): boolean {
  const names = new Set(known.map(({ type, ref }) => `${type} ${ref}`));
  const ranges = known.flatMap((item) => [seqsOf(item)].filter((range) => range !== undefined));
  return evidence.some((item) => {
    if (item.type === "verification" || names.has(`${item.type} ${item.ref}`)) return false;
    const seqs = seqsOf(item);
    return seqs === undefined || !isCovered(seqs, ranges);
  });
}
