import { parseRfc3339 } from "@operator/contract";
import type { StatingEvent } from "../../objects/run-log/evidence.ts";
import type { PolicyRow, WhichRevision } from "../../objects/tenant-directory/policy-statements.ts";
import type { Ports } from "../../ports.ts";
import { runNotFound } from "../../refusal.ts";
import { evidenceNotFound, evidencePurged } from "../refusals.ts";
import type { Resolver } from "./request.ts";
import { ruleIn } from "./rule-text.ts";
import { statedBy } from "./stated-by.ts";

/** The revision that was in force: the one that the events or the run name; else the one at that time; else the current one. */
async function revisionInForce(
  tenant: string,
  agent: string,
  digest: string | undefined,
  latest: StatingEvent | undefined,
  ports: Ports,
): Promise<PolicyRow | undefined> {
  const at = latest === undefined ? undefined : parseRfc3339(latest.timestamp);
  const byTime: WhichRevision = at === undefined ? { kind: "current" } : { kind: "at", at };
  return ports.directories.policy(tenant, agent, digest === undefined ? byTime : { kind: "digest", digest });
}

function stringIn(event: StatingEvent | undefined, field: string): string | undefined {
  const value = event?.payload[field];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A rule with its text in the revision that was in force, and the events that name it. */
export const resolvePolicyRule: Resolver<"policy_rule"> = async ({ tenant, runId, ref }, { rule }, ports) => {
  const found = await ports.runs.evidence(tenant, runId, { kind: "stating", field: "rule_id", name: rule });
  if (found === undefined) return runNotFound();
  if (found.kind === "purged") return evidencePurged();
  if (found.kind !== "stating") return evidenceNotFound();
  const [latest] = found.events;
  const digest = stringIn(latest, "policy_digest") ?? found.policyDigest;
  const row = found.agent === undefined ? undefined : await revisionInForce(tenant, found.agent, digest, latest, ports);
  const text = row === undefined ? undefined : ruleIn(row, rule);
  // A rule that nobody states and no policy has is none.
  if (latest === undefined && text === undefined) return evidenceNotFound();
  return {
    type: "policy_rule",
    run_id: runId,
    ref,
    ...(text === undefined ? {} : { rule: text }),
    ...(digest === undefined ? {} : { policy_digest: digest }),
    stated_by: statedBy(found.events),
  };
};
