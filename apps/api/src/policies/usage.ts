import { limits, parseRfc3339 } from "@operator/contract";
import type { RunDecisions } from "@operator/policy";
import type { RunPosition } from "../objects/tenant-directory/run-statements.ts";
import type { Ports } from "../ports.ts";

/** What each of the runs decided; `undefined` for one whose records do not tell it. */
async function decisionsOf(
  tenant: string,
  runIds: readonly string[],
  ports: Ports,
): Promise<(RunDecisions | undefined)[]> {
  const results = await Promise.all(runIds.map((runId) => ports.runs.decisions(tenant, runId)));
  return results.map((result, index) =>
    result.kind === "decisions" ? { run_id: runIds[index] ?? "", ...result.run } : undefined,
  );
}

/** The decisions of the latest runs of an agent, as far as their records are there. */
export async function latestDecisions(tenant: string, agent: string, ports: Ports): Promise<RunDecisions[]> {
  const runs = await ports.directories.listRuns(tenant, { agent }, undefined, limits.MAX_REPLAYED_RUNS);
  const ids = runs.map(({ item }) => item.run_id);
  return (await decisionsOf(tenant, ids, ports)).filter((decisions) => decisions !== undefined);
}

/** Runs that are read at a time. */
const AT_A_TIME = 20;

/**
 * The decisions of every run of an agent that started since an instant; `undefined` when there are more runs than may be
 * read, or the records of one were purged, so that nothing could be said of what none of them used.
 */
export async function decisionsSince(
  tenant: string,
  agent: string,
  since: number,
  ports: Ports,
): Promise<RunDecisions[] | undefined> {
  const found: RunDecisions[] = [];
  let after: RunPosition | undefined;
  for (;;) {
    const page = await ports.directories.listRuns(tenant, { agent }, after, AT_A_TIME);
    const recent = page.filter(({ item }) => (parseRfc3339(item.started_at) ?? 0) >= since);
    if (found.length + recent.length > limits.MAX_USAGE_RUNS) return undefined;
    const ids = recent.map(({ item }) => item.run_id);
    for (const decisions of await decisionsOf(tenant, ids, ports)) {
      if (decisions === undefined) return undefined;
      found.push(decisions);
    }
    after = page.at(-1)?.position;
    if (recent.length < AT_A_TIME || after === undefined) return found;
  }
}
