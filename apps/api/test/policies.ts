import type { JsonObject } from "@operator/contract";
import { event, openTenant, postEvents, send, type TestTenant } from "./harness.ts";

export const AGENT = "weather-agent";

/** A policy with a rule of every kind that denials come near to. */
export const WEATHER = `# What the weather agent may do.
version: "1"
agent:
  name: weather-agent
egress:
  - domain: api.example.com   # the forecasts
    ports: [443]
    methods: [GET]
  - domain: "*.cdn.example.net"
    allow_wildcard: true
  - domain: pay.example.org
    methods: [POST]
    credential: stripe
credentials:
  - id: stripe
    type: brokered
    service: stripe
mcp_servers:
  - name: docs
    url: https://docs.example.com/mcp
    transport: http
    allowed_tools: [search, read]
    denied_tools: [delete]
`;

/** Puts a document as it is, with the admin's key unless another is given. */
export function sendPolicy(
  { keys }: TestTenant,
  document: BodyInit,
  { agent = AGENT, key = keys.admin, headers = {} }: { agent?: string; key?: string; headers?: HeadersInit } = {},
): Promise<Response> {
  return send(`/v1/agents/${agent}/policy`, {
    method: "PUT",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/yaml", ...headers },
    body: document,
  });
}

/** Stores a document as the agent's next revision. */
export function storePolicy(tenant: TestTenant, document = WEATHER, agent = AGENT) {
  return tenant.admin.putPolicy({ agent, body: document });
}

/** An event of a run, told in short. */
export interface Told {
  type: string;
  payload?: JsonObject;
  actor?: string;
  at?: string;
}

/** Sends the events of a run of an agent, its start first, with the key of whoever says so. */
export async function tellRun(
  { keys }: TestTenant,
  runId: string,
  told: readonly Told[],
  {
    agent = AGENT,
    start = {},
    at = "2026-07-02T09:00:00.000Z",
  }: { agent?: string; start?: JsonObject; at?: string } = {},
): Promise<void> {
  const events = [
    event(runId, { event_type: "run_start", timestamp: at }, { agent, ...start }),
    ...told.map(({ type, payload, actor = "gateway", at: when = at }) =>
      event(runId, { event_type: type, actor, timestamp: when }, payload),
    ),
  ];
  const response = await postEvents(keys.runtime, runId, JSON.stringify({ events }));
  if (!response.ok) throw new Error(`the run was refused with ${response.status}: ${await response.text()}`);
}

/** What an agent says with its own key. */
export async function claim({ keys }: TestTenant, runId: string, type: string, payload: JsonObject): Promise<void> {
  const claimed = event(runId, { event_type: type, actor: "agent" }, payload);
  const response = await postEvents(keys.agent, runId, JSON.stringify({ events: [claimed] }));
  if (!response.ok) throw new Error(`the claim was refused with ${response.status}`);
}

export const denied = (destination: string, payload: JsonObject = {}): Told => ({
  type: "egress_denied",
  payload: { destination, method: "GET", rule_id: "default_deny", reason: "not in the list", ...payload },
});

export const allowed = (destination: string, payload: JsonObject = {}): Told => ({
  type: "egress_allowed",
  payload: { destination, method: "GET", ...payload },
});

/** What a recommendation is asked for. */
export type Asked = Omit<Parameters<TestTenant["agent"]["recommendPolicyPatch"]>[0]["body"], "agent">;

/** Asks for a patch with the key of the agent. */
export function recommend({ agent }: TestTenant, asked: Asked, name = AGENT) {
  return agent.recommendPolicyPatch({ body: { agent: name, ...asked } });
}

/** What somebody who decides finds waiting. */
export async function pendingOf({ reviewer }: TestTenant) {
  return (await reviewer.listConfirmations({ status: "pending" })).items;
}

/** A tenant with a policy and a run that was denied. */
export async function tenantWithDenials(...told: readonly Told[]): Promise<TestTenant> {
  const tenant = await openTenant();
  await storePolicy(tenant);
  await tellRun(tenant, RUN, told);
  return tenant;
}

/** The run of `tenantWithDenials`. */
export const RUN = "run_denied";
