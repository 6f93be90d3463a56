import type { PolicyInForce } from "@operator/policy";
import type { DenialResult } from "../objects/run-log/results.ts";
import type { Ports } from "../ports.ts";
import { findRevision, type Revision } from "./stored-policy.ts";

type Denial = Extract<DenialResult, { kind: "denial" }>;

function known({ row, stored }: Revision, named: "by_run" | "by_time", digest: string = row.digest): PolicyInForce {
  return { kind: "known", compiled: stored.compiled, digest, revision: row.revision, named };
}

/**
 * The policy under which a run was denied: the revision that the run names, by its digest or by the SHA-256 of its document;
 * where it names none, the one that was stored at that time.
 */
export async function policyInForce(tenant: string, denial: Denial, ports: Ports): Promise<PolicyInForce> {
  const { agent, policyDigest } = denial;
  if (policyDigest !== undefined) {
    const revision =
      agent === undefined
        ? undefined
        : await findRevision(tenant, agent, { kind: "digest", digest: policyDigest }, ports);
    return revision === undefined ? { kind: "unknown", digest: policyDigest } : known(revision, "by_run", policyDigest);
  }
  const revision =
    agent === undefined ? undefined : await findRevision(tenant, agent, { kind: "at", at: denial.denial.at }, ports);
  return revision === undefined ? { kind: "none" } : known(revision, "by_time");
}
