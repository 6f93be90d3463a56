import type { ConfirmationState } from "@operator/confirmation";
import { type Candidate, limits, policyPatchOf, purgeOf, type RetentionPurge } from "@operator/contract";
import type { DeskPorts } from "../../ports.ts";
import type { ReportCommand } from "./results.ts";

/** True for a change that the service itself carries out when its executor reports it as applied. */
export function isCarriedOutHere(candidate: Candidate): boolean {
  return policyPatchOf(candidate) !== undefined || purgeOf(candidate) !== undefined;
}

/** Why a change that was reported as applied is not; empty where it is. */
export type Setback = Pick<ReportCommand, "baseMoved" | "hinderedBy">;

/** The change as it is reported: in which tenant, by whom. */
interface Reported {
  tenant: string;
  state: ConfirmationState;
  executor: string;
}

/** Purges the runs, a few at a time, if every one of them may be. */
async function purge(
  { tenant, state: { confirmation_id: confirmationId } }: Reported,
  runs: RetentionPurge,
  ports: DeskPorts,
): Promise<Setback> {
  const claim = await ports.claimPurge(tenant, confirmationId, runs);
  if (claim.kind === "hindered") return { hinderedBy: claim.by };
  const requests = runs.run_ids.map((runId, index) => ({ runId, through: runs.through[index] ?? 0 }));
  for (let first = 0; first < requests.length; first += limits.PURGE_CONCURRENCY) {
    const some = requests.slice(first, first + limits.PURGE_CONCURRENCY);
    await Promise.all(
      some.map(({ runId, through }) => ports.purgeRun(tenant, runId, { confirmationId, through, at: claim.at })),
    );
  }
  return {};
}

/**
 * Stores the policy of a change, or purges its runs. Whatever interrupts it, it is done again from the beginning: each part
 * finds what it did before, and what came of a report that is settled stays.
 */
export async function carryOutChange(reported: Reported, ports: DeskPorts): Promise<Setback> {
  const { tenant, state, executor } = reported;
  const { candidate, confirmation_id, report } = state;
  if (report !== undefined) return { baseMoved: report.base_moved, hinderedBy: report.hindered_by };
  const runs = purgeOf(candidate);
  if (runs !== undefined) return purge(reported, runs, ports);
  const patch = policyPatchOf(candidate);
  if (patch === undefined) throw new Error("a report is about a change that is not ours to carry out");
  return { baseMoved: !(await ports.applyPolicy(tenant, candidate, patch, confirmation_id, executor)) };
}
