import { type EvidenceRef, parseEvidenceRef } from "@operator/contract";
import type { Ports } from "../ports.ts";
import { type Refusal, refuse } from "../refusal.ts";

function notThere(index: number, detail: string): Refusal {
  const error = { code: "unresolved_evidence", detail, field: `evidence_refs[${index}]` } as const;
  return refuse("unresolved_evidence", "A ref of the evidence leads nowhere.", { errors: [error] });
}

/** The last position of a run's log that a ref needs to be there; 0 where it needs none. */
function lastSeq(ref: NonNullable<ReturnType<typeof parseEvidenceRef>>): number {
  switch (ref.type) {
    case "audit_seq":
      return ref.last;
    case "log":
    case "redacted_excerpt":
      return ref.seq;
    default:
      return 0;
  }
}

/**
 * Refuses evidence that leads nowhere: refs that are none, runs that the tenant does not have, and positions of a log
 * without the one run that they are of, or behind its end.
 */
export async function checkEvidence(
  tenant: string,
  refs: readonly EvidenceRef[],
  ports: Ports,
): Promise<Refusal | undefined> {
  const ends = new Map<string, number>();
  const parsed = refs.map((ref) => parseEvidenceRef(ref));
  for (const [index, ref] of parsed.entries()) {
    if (ref === undefined) return notThere(index, "is no ref of its type");
    if (ref.type !== "run_id") continue;
    const next = await ports.runs.nextSeq(tenant, ref.runId);
    if (next === undefined) return notThere(index, "names no run of the tenant");
    ends.set(ref.runId, next);
  }
  const [only] = ends.size === 1 ? ends.values() : [];
  for (const [index, ref] of parsed.entries()) {
    const seq = ref === undefined ? 0 : lastSeq(ref);
    if (seq > 0 && only === undefined) return notThere(index, "needs exactly one run_id beside it");
    if (seq > 0 && seq >= (only ?? 0)) return notThere(index, "lies behind the end of the run's log");
  }
  return undefined;
}
