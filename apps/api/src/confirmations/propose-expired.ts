import { purgeOf, RETENTION_PRINCIPAL } from "@operator/contract";
import type { Standing } from "../objects/confirmation-desk/results.ts";
import type { Desks, RunLogs } from "../ports.ts";
import { isRefusal } from "../refusal.ts";
import { type OpeningPorts, openConfirmation } from "./open-confirmation.ts";
import { factsOf, hasRecords, purgeChange } from "./purge-change.ts";

/** What proposing the purge of expired runs takes. */
export interface ProposingPorts extends OpeningPorts {
  runs: Pick<RunLogs, "purgeFacts">;
  desks: Pick<Desks, "propose" | "list">;
}

/** Confirmations that are looked through for the service's own: nobody else has that many open. */
const LISTED = 200;

/** The purges of the service that wait for people or for an executor. */
async function openPurges(tenant: string, { desks }: ProposingPorts): Promise<Standing[]> {
  const found = await Promise.all(
    (["pending", "approved"] as const).map((status) =>
      desks.list(tenant, { status, before: Number.MAX_SAFE_INTEGER, count: LISTED }),
    ),
  );
  return found.flat().filter(({ state: { candidate } }) => {
    return candidate.proposer === RETENTION_PRINCIPAL && purgeOf(candidate) !== undefined;
  });
}

/** When it is worth to look again before the next day: when the proposal that is in the way ends. */
function endOf({ state: { candidate, grant } }: Standing): number {
  return grant?.expires_at ?? Date.parse(candidate.expires_at);
}

/**
 * Proposes to purge runs that are past their time: the first batch that people have not declined. One such proposal is open at
 * a time, so that no two of them are about the same run. Answers when to look again, where that is before the next day.
 */
export async function proposeExpired(
  tenant: string,
  batches: readonly (readonly string[])[],
  days: number,
  ports: ProposingPorts,
): Promise<number | undefined> {
  const [open] = batches.length === 0 ? [] : await openPurges(tenant, ports);
  for (const batch of batches) {
    // The index may be behind the runs.
    const runs = (await factsOf(tenant, batch, ports)).filter((run) => run !== undefined).filter(hasRecords);
    if (runs.length === 0) continue;
    const { change, delta } = purgeChange(runs);
    if (open !== undefined) {
      const isSame = JSON.stringify(purgeOf(open.state.candidate)) === JSON.stringify(change.patch);
      return isSame ? undefined : endOf(open);
    }
    const text = `The records of ${runs.length === 1 ? "this run are" : `these ${runs.length} runs are`} past the tenant's retention of ${days} days, and no legal hold keeps them.`;
    const opened = await openConfirmation(
      {
        change: {
          ...change,
          tenant,
          proposer: RETENTION_PRINCIPAL,
          affected_destinations: [],
          credential_ids: [],
          // The runs stand in the patch. Cited, they would take the purge for a change that they gave rise to.
          evidence: [],
          rationale: { by: "service", text },
        },
        ...(delta === undefined ? {} : { delta }),
      },
      ports,
    );
    if (!isRefusal(opened)) return undefined;
    if (opened.refused !== "declined_before") throw new Error(`a purge could not be proposed: ${opened.refused}`);
  }
  return undefined;
}
