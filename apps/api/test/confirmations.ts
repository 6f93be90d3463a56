import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { OperatorClient } from "@operator/client";
import type { Confirmation, Decision } from "@operator/contract";
import * as z from "zod";
import type { TestTenant } from "./harness.ts";
import { AGENT } from "./policies.ts";

/** A change that one person may approve. */
export function binding(n: number | string = 1, change: object = {}) {
  return {
    change_type: "credential_binding" as const,
    rationale: `The agent needs credential ${n}.`,
    patch: { credential: `credential-${n}` },
    credential_ids: [`credential-${n}`],
    ...change,
  };
}

/** A change that two people have to approve. */
export function webhook(n: number | string = 1, change: object = {}) {
  return {
    change_type: "webhook_destination" as const,
    rationale: "Failures should reach the on-call channel.",
    patch: { url: `https://hooks.example.com/${n}` },
    affected_destinations: ["hooks.example.com:443"],
    ...change,
  };
}

export function propose(tenant: TestTenant, change: object = binding()): Promise<Confirmation> {
  return tenant.agent.proposeChange({ body: change as ReturnType<typeof binding> });
}

/** Proposes to let the agent call another host; the agent needs a policy. */
export async function proposeEgress(tenant: TestTenant, host = "api.weather.gov"): Promise<Confirmation> {
  const { confirmation } = await tenant.agent.recommendPolicyPatch({
    body: { agent: AGENT, desired_change: { egress: { host, ports: [443], methods: ["GET"] } } },
  });
  return tenant.agent.getConfirmation({ confirmation_id: confirmation.confirmation_id ?? "" });
}

type Named = Pick<Confirmation, "confirmation_id" | "candidate_digest">;

export function decide(
  reviewer: OperatorClient,
  { confirmation_id, candidate_digest }: Named,
  decision: Decision = "approve",
  reason?: string,
) {
  return reviewer.decideConfirmation({
    confirmation_id,
    body: { decision, candidate_digest, ...(reason === undefined ? {} : { reason }) },
  });
}

export function deskOf({ id }: TestTenant) {
  return env.CONFIRMATION_DESK.getByName(id);
}

/** Every row of a table of the tenant's desk. */
export function rows(tenant: TestTenant, table: string) {
  return runInDurableObject(deskOf(tenant), (_, { storage }) => storage.sql.exec(`SELECT * FROM ${table}`).toArray());
}

/** Changes what the tenant's desk keeps, past everything that guards it. */
export function tamper(tenant: TestTenant, statement: string, ...values: string[]) {
  return runInDurableObject(deskOf(tenant), (_, { storage }) => storage.sql.exec(statement, ...values).toArray());
}

const Entry = z.object({ kind: z.string(), body: z.record(z.string(), z.unknown()) });

/** What the tenant's log holds of one kind, in order. */
export async function logged({ id }: TestTenant, kind: string): Promise<Record<string, unknown>[]> {
  const entries = await env.AUDIT_LOG.getByName(id).entries(0, 10_000);
  const read = entries.map(({ entry }) => Entry.parse(JSON.parse(new TextDecoder().decode(entry))));
  return read.filter((entry) => entry.kind === kind).map(({ body }) => body);
}

const TrailEntry = z.object({ event_type: z.string(), actor: z.string(), payload: z.record(z.string(), z.unknown()) });

/** The records of the tenant's confirmations, in order. */
export async function trail(tenant: TestTenant): Promise<z.infer<typeof TrailEntry>[]> {
  return (await logged(tenant, "confirmation")).map((body) => TrailEntry.parse(body));
}

/** The types of those records. */
export async function trailTypes(tenant: TestTenant): Promise<string[]> {
  return (await trail(tenant)).map(({ event_type }) => event_type);
}

const Attempt = z.object({ operation: z.string(), refusal: z.string(), principal_id: z.string() });

/** The attempts that were refused before a confirmation was looked at, in order. */
export async function attempts(tenant: TestTenant): Promise<z.infer<typeof Attempt>[]> {
  return (await logged(tenant, "refused_attempt")).map((body) => Attempt.parse(body));
}
