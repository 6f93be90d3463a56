import { parseRfc3339 } from "@operator/contract";
import type { StatingEvent } from "../../objects/run-log/evidence.ts";
import type { PolicyRow, WhichRevision } from "../../objects/tenant-directory/policy-statements.ts";
import type { Ports } from "../../ports.ts";
import { evidencePurged, runNotFound } from "../../refusal.ts";
import { evidenceNotFound } from "../refusals.ts";
import type { Resolver } from "./request.ts";
import { ruleIn } from "./rule-text.ts";
import { statedBy } from "./stated-by.ts";

/** The revision that was in force: the one that the events or the run name; else the one at that time. */
async function revisionInForce(
  tenant: string,
  agent: string,
  digest: string | undefined,
  at: number,
  ports: Ports,
): Promise<PolicyRow | undefined> {
  const which: WhichRevision = digest === undefined ? { kind: "at", at } : { kind: "digest", digest };
  return ports.directories.policy(tenant, agent, which);
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
  // A rule that no event names, such as the one that came nearest, is one of the policy at the denial that it explains.
  const at = (latest && parseRfc3339(latest.timestamp)) ?? found.policyAt;
  const row = found.agent === undefined ? undefined : await revisionInForce(tenant, found.agent, digest, at, ports);
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
