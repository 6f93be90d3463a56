import { type EvidenceRef, parseEvidenceRef } from "@operator/contract";
import type { PurgeFacts } from "../objects/run-log/purge.ts";
import type { Ports } from "../ports.ts";
import { placeIn } from "../projects/resolve-place.ts";
import { findSnapshot } from "../projects/snapshot.ts";
import { type Refusal, refuse } from "../refusal.ts";

function notThere(index: number, detail: string): Refusal {
  const error = { code: "unresolved_evidence", detail, field: `evidence_refs[${index}]` } as const;
  return refuse("unresolved_evidence", "A ref of the evidence leads nowhere.", { errors: [error] });
}

/** The first and the last position of a run's log that a ref needs to be there; `undefined` where it needs none. */
function placesOf(ref: NonNullable<Parsed>): { first: number; last: number } | undefined {
  switch (ref.type) {
    case "audit_seq":
      return { first: ref.first, last: ref.last };
    case "log":
    case "redacted_excerpt":
      return { first: ref.seq, last: ref.seq };
    default:
      return undefined;
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
 * the one run that they are of, behind its end or whose records were purged, and places that no project of the tenant has.
 */
export async function checkEvidence(
  tenant: string,
  refs: readonly EvidenceRef[],
  ports: Ports,
): Promise<Refusal | undefined> {
  const runs = new Map<string, PurgeFacts>();
  const parsed = refs.map((ref) => parseEvidenceRef(ref));
  for (const [index, ref] of parsed.entries()) {
    if (ref === undefined) return notThere(index, "is no ref of its type");
    if (ref.type !== "run_id") continue;
    const run = await ports.runs.purgeFacts(tenant, ref.runId);
    if (run === undefined) return notThere(index, "names no run of the tenant");
    runs.set(ref.runId, run);
  }
  const [only] = runs.size === 1 ? runs.values() : [];
  for (const [index, ref] of parsed.entries()) {
    const places = ref && placesOf(ref);
    if (places === undefined) continue;
    if (only === undefined) return notThere(index, "needs exactly one run_id beside it");
    if (places.last > only.lastSeq) return notThere(index, "lies behind the end of the run's log");
    if (places.first <= only.purgedThrough) return notThere(index, "was purged from the run's log");
  }
  return checkProjects(tenant, parsed, ports);
}
