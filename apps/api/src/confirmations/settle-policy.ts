import { baseMoved } from "@operator/confirmation";
import type { Standing } from "../objects/confirmation-desk/results.ts";
import type { Ports } from "../ports.ts";

/** Ends a confirmation whose policy has changed, where that has not reached the desk yet. */
export async function settlePolicy(tenant: string, found: Standing, ports: Ports): Promise<Standing> {
  const { status, candidate, confirmation_id: id } = found.state;
  const { agent } = candidate;
  if ((status !== "pending" && status !== "approved") || agent === undefined) return found;
  const { policyDigest } = await ports.directories.decisionFacts(tenant, [], agent);
  if (policyDigest === undefined || !baseMoved(candidate, policyDigest)) return found;
  await ports.desks.supersede(tenant, agent, policyDigest);
  return (await ports.desks.get(tenant, id, undefined)) ?? found;
}
