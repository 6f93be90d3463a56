import { parseRfc3339 } from "@operator/contract";
import { locateRule } from "@operator/policy";
import type { StatingEvent } from "../../objects/run-log/evidence.ts";
import type { PolicyRow, WhichRevision } from "../../objects/tenant-directory/policy-statements.ts";
import type { Ports } from "../../ports.ts";
import { runNotFound } from "../../refusal.ts";
import { evidenceNotFound, evidencePurged } from "../refusals.ts";
import type { Resolver } from "./request.ts";
import { statedBy } from "./stated-by.ts";

const DEFAULT_DENY = "default_deny";

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

function textOf(document: string, ruleId: string) {
  const place = locateRule(document, ruleId);
  if (place === undefined) return undefined;
  const lines = document.split("\n").slice(place.startLine - 1, place.endLine);
  return { path: place.path, start_line: place.startLine, end_line: place.endLine, text: lines.join("\n") };
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
  const text = row === undefined ? undefined : textOf(row.document, rule);
  const isKnown = row !== undefined && (text !== undefined || rule === DEFAULT_DENY);
  // A rule that nobody states and no policy has is none.
  if (latest === undefined && !isKnown) return evidenceNotFound();
  return {
    type: "policy_rule",
    run_id: runId,
    ref,
    ...(isKnown ? { rule: { agent: row.agent, revision: row.revision, policy_digest: row.digest, ...text } } : {}),
    ...(digest === undefined ? {} : { policy_digest: digest }),
    stated_by: statedBy(found.events),
  };
};
