import { type EvidenceRef, parseEvidenceRef } from "@operator/contract";
import type { Ports } from "../ports.ts";
import { placeIn } from "../projects/resolve-place.ts";
import { findSnapshot } from "../projects/snapshot.ts";
import { type Refusal, refuse } from "../refusal.ts";

function notThere(index: number, detail: string): Refusal {
  const error = { code: "unresolved_evidence", detail, field: `evidence_refs[${index}]` } as const;
  return refuse("unresolved_evidence", "A ref of the evidence leads nowhere.", { errors: [error] });
}

/** The last position of a run's log that a ref needs to be there; 0 where it needs none. */
function lastSeq(ref: NonNullable<Parsed>): number {
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

type Parsed = ReturnType<typeof parseEvidenceRef>;

/** Refuses refs into projects that lead nowhere. Each project is read once, and one at a time: they are large. */
async function checkProjects(tenant: string, refs: readonly Parsed[], ports: Ports): Promise<Refusal | undefined> {
  const places = [...refs.entries()].flatMap(([index, ref]) =>
    ref?.type === "project" ? [{ index, place: ref.place }] : [],
  );
  const bySnapshot = Map.groupBy(places, ({ place }) => place.snapshot);
  for (const [snapshot, inIt] of bySnapshot) {
    const found = await findSnapshot(tenant, snapshot, ports);
    const lost = inIt.find(({ place }) => found.kind !== "found" || placeIn(found.project, place).kind !== "found");
    if (lost !== undefined) return notThere(lost.index, "names no place in a project of the tenant");
  }
  return undefined;
}

/**
 * Refuses evidence that leads nowhere: refs that are none, runs that the tenant does not have, positions of a log without
 * the one run that they are of or behind its end, and places that no project of the tenant has.
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
  return checkProjects(tenant, parsed, ports);
}
