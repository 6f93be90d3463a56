import { jsonOf, type ProposedChange } from "@operator/confirmation";
import { limits, type RetentionPurge } from "@operator/contract";
import type { PurgeFacts } from "../objects/run-log/purge.ts";
import type { Directories, RunLogs } from "../ports.ts";
import { evidencePurged, type Refusal, refuse } from "../refusal.ts";
import type { EvaluatedChange } from "./open-confirmation.ts";

/** A run that might be purged, and what is known of it. */
interface PurgeableRun extends PurgeFacts {
  runId: string;
}

/** What the evaluation of a purge may ask. */
export interface PurgePorts {
  runs: Pick<RunLogs, "purgeFacts">;
  directories: Pick<Directories, "heldOf">;
}

/** What the runs themselves say, a few at a time; `undefined` for one that the tenant does not have. */
export async function factsOf(
  tenant: string,
  runIds: readonly string[],
  { runs }: Pick<PurgePorts, "runs">,
): Promise<(PurgeableRun | undefined)[]> {
  const found: (PurgeableRun | undefined)[] = [];
  for (let first = 0; first < runIds.length; first += limits.PURGE_CONCURRENCY) {
    const some = runIds.slice(first, first + limits.PURGE_CONCURRENCY);
    const facts = await Promise.all(some.map((runId) => runs.purgeFacts(tenant, runId)));
    found.push(...facts.map((fact, index) => fact && { runId: some[index] ?? "", ...fact }));
  }
  return found;
}

export function hasRecords({ lastSeq, purgedThrough }: PurgeFacts): boolean {
  return lastSeq > purgedThrough;
}

/** What the reviewers are shown: of each run how many records would go, and from when to when they are. */
function shownPurge(runs: readonly PurgeableRun[]): EvaluatedChange["delta"] {
  const shown = runs.map(({ runId, lastSeq, purgedThrough, from, to }) => ({
    run_id: runId,
    events: lastSeq - purgedThrough,
    from,
    to,
  }));
  const events = shown.reduce((sum, run) => sum + run.events, 0);
  return jsonOf({ summary: [`Purges ${events} records of ${runs.length} runs.`], runs: shown });
}

/** What a purge of runs is, apart from who proposes it and why. The order in which they were named is no part of it. */
export function purgeChange(runs: readonly PurgeableRun[]): Pick<EvaluatedChange, "delta"> & {
  change: Pick<ProposedChange, "change_type" | "patch">;
} {
  const inOrder = runs.toSorted((a, b) => (a.runId < b.runId ? -1 : 1));
  const patch: RetentionPurge = {
    run_ids: inOrder.map(({ runId }) => runId),
    through: inOrder.map(({ lastSeq }) => lastSeq),
  };
  const delta = shownPurge(inOrder);
  return {
    change: { change_type: "retention_purge", patch: jsonOf(patch) },
    ...(delta === undefined ? {} : { delta }),
  };
}

function atRun(index: number, code: "run_not_found" | "run_on_hold" | "evidence_purged", detail: string) {
  return { errors: [{ code, detail, field: `patch.run_ids[${index}]` }] };
}

/**
 * The purge of runs that somebody names; refused where the tenant does not have one of them, where a hold keeps one, and
 * where the records of one are gone already.
 */
export async function evaluatePurge(
  tenant: string,
  runIds: readonly string[],
  ports: PurgePorts,
): Promise<ReturnType<typeof purgeChange> | Refusal> {
  const found = await factsOf(tenant, runIds, ports);
  const runs: PurgeableRun[] = [];
  for (const [index, run] of found.entries()) {
    if (run === undefined) {
      const where = atRun(index, "run_not_found", "names no run of the tenant");
      return refuse("run_not_found", "The tenant has no run with this id.", where);
    }
    if (!hasRecords(run)) {
      return { ...evidencePurged(), ...atRun(index, "evidence_purged", "names a run without records") };
    }
    runs.push(run);
  }
  const [held] = await ports.directories.heldOf(tenant, runIds);
  if (held !== undefined) {
    const where = atRun(runIds.indexOf(held), "run_on_hold", "names a run that is held");
    return refuse("run_on_hold", "A legal hold keeps a run of the purge.", where);
  }
  return purgeChange(runs);
}
