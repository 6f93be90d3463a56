import { createClient, type OperatorClient } from "@operator/client";
import type { CreateKeyRequest, Scope } from "@operator/contract";
import { sampleOf } from "./samples.ts";

/** A policy that denies what the sample of an egress denial asked for. */
export const POLICY = `version: "1"
agent:
  name: weather-agent
egress:
  - domain: api.example.com   # the forecasts
    ports: [443]
`;
export const AGENT = "weather-agent";

/** Everybody who takes part in a confirmation, in a tenant of their own. */
export interface Cast {
  runtime: OperatorClient;
  agent: OperatorClient;
  admin: OperatorClient;
  executor: OperatorClient;
  reviewers: [OperatorClient, OperatorClient];
  keys: Record<"agent" | "executor" | "admin" | "reviewer", string>;
}

/** Opens a tenant with the deployment's own key, and makes a key for everybody. */
export async function openCast(baseUrl: string, deploymentKey: string, tenant_id: string): Promise<Cast> {
  const clientOf = (apiKey: string) => createClient({ baseUrl, apiKey });
  const deployment = clientOf(deploymentKey);
  await deployment.createTenant({ body: { tenant_id } });
  const bootstrap = clientOf((await deployment.issueAdminKey({ tenant_id })).key);
  const issue = async (
    principal_id: string,
    principal_kind: CreateKeyRequest["principal_kind"],
    scopes: Scope[],
    actors: string[] = [],
  ) => (await bootstrap.createKey({ body: { principal_id, principal_kind, scopes, actors } })).key;
  const decides: Scope[] = ["confirmations:decide", "runs:read", "audit:read"];
  const keys = {
    runtime: await issue("runtime", "service", ["events:write", "runs:read"], ["daemon", "gateway", "harness"]),
    agent: await issue("agent", "agent", ["events:write", "runs:read", "policy:propose"], ["agent"]),
    admin: await issue("admin", "service", ["tenant:admin", "policy:write", "runs:read"]),
    executor: await issue("executor", "service", ["grants:apply", "runs:read"]),
    reviewer: await issue("reviewer-1", "human", decides),
    second: await issue("reviewer-2", "human", decides),
  };
  return {
    runtime: clientOf(keys.runtime),
    agent: clientOf(keys.agent),
    admin: clientOf(keys.admin),
    executor: clientOf(keys.executor),
    reviewers: [clientOf(keys.reviewer), clientOf(keys.second)],
    keys,
  };
}

/** Gives the agent a policy and sends the run that it stopped; the id of the run. */
export async function deny({ admin, runtime }: Cast): Promise<string> {
  const { runId: run_id, records } = sampleOf("egress-denied");
  await admin.putPolicy({ agent: AGENT, body: POLICY });
  await runtime.ingestEvents({ run_id, body: { events: records as never } });
  return run_id;
}

/** What a person says to a proposal. */
export function said(
  { confirmation_id, candidate_digest }: { confirmation_id: string; candidate_digest: string },
  decision: "approve" | "decline" = "approve",
) {
  return { confirmation_id, body: { decision, candidate_digest } };
}
