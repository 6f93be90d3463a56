import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { Confirmation } from "@operator/contract";
import { decide } from "./confirmations.ts";
import { event, postEvents, type TestTenant } from "./harness.ts";

export const directoryOf = ({ id }: TestTenant) => env.TENANT_DIRECTORY.getByName(id);
export const logOf = ({ id }: TestTenant, runId: string) => env.RUN_LOG.getByName(`${id}/${runId}`);

/** Words that only the records of a run say. */
export const WORDS = {
  stderr: "Traceback (most recent call last):\nModuleNotFoundError: No module named 'purged_module'\n",
  destination: "purged-host.example:443",
  progress: "purged-progress-words",
};

/** Sends a run that failed with words of its own, and ended at a time. */
export async function failedRun(tenant: TestTenant, runId: string, at = "2026-07-02T09:00:00.000Z"): Promise<void> {
  const told = [
    ["run_start", { agent: "weather-agent" }],
    ["progress", { detail: WORDS.progress }],
    ["egress_denied", { destination: WORDS.destination, rule_id: "default_deny", reason: "purged-reason" }],
    ["failure_context", { stderr_ref: WORDS.stderr }],
    ["run_failed", { exit_code: 1 }],
  ] as const;
  for (const [event_type, payload] of told) {
    const body = JSON.stringify({ events: [event(runId, { event_type, timestamp: at }, payload)] });
    const response = await postEvents(tenant.keys.runtime, runId, body);
    if (!response.ok) throw new Error(`the run was refused with ${response.status}: ${await response.text()}`);
  }
}

/** Proposes to purge runs, with the key of the agent. */
export function proposePurge(tenant: TestTenant, ...run_ids: string[]): Promise<Confirmation> {
  return tenant.agent.proposeChange({
    body: { change_type: "retention_purge", rationale: "They are old.", patch: { run_ids } },
  });
}

/** Brings a proposal to where its executor has the grant. */
export async function redeemed(tenant: TestTenant, confirmation: Confirmation): Promise<Confirmation> {
  await decide(tenant.reviewer, confirmation);
  await decide(tenant.secondReviewer, confirmation);
  await tenant.executor.redeemGrant({ ...confirmation, body: {} });
  return confirmation;
}

export function reportApplied(tenant: TestTenant, { confirmation_id }: Pick<Confirmation, "confirmation_id">) {
  return tenant.executor.reportApply({ confirmation_id, body: { outcome: "applied" } });
}

/** Purges runs, from the proposal to the report. */
export async function purge(tenant: TestTenant, ...runIds: string[]): Promise<Confirmation> {
  return reportApplied(tenant, await redeemed(tenant, await proposePurge(tenant, ...runIds)));
}

/** Every row of a table of a run's log. */
export function logRows(tenant: TestTenant, runId: string, table: string) {
  return runInDurableObject(logOf(tenant, runId), (_, { storage }) =>
    storage.sql.exec(`SELECT * FROM ${table}`).toArray(),
  );
}
