import { SELF } from "cloudflare:test";
import { createClient, type OperatorClient } from "@operator/client";
import { type JsonObject, Problem, type Scope, TenantId } from "@operator/contract";

const BASE_URL = "https://operator.test";

/** The key whose hash the test configuration holds. Made from fixed bytes; it opens nothing but the tests' own Worker. */
export const DEPLOYMENT_KEY = ["op", "test", "deployment", "BmNyZAlMxY9kLwX8jKvW7iJuV6hItU5g4SfXug"].join("_");

/** Sends a request to the Worker under test. */
export function send(path: string, init: RequestInit = {}): Promise<Response> {
  return SELF.fetch(new Request(BASE_URL + path, init));
}

/** A client that speaks to the Worker under test with this key. */
export function clientFor(apiKey: string): OperatorClient {
  return createClient({ baseUrl: BASE_URL, apiKey, fetch: (request) => SELF.fetch(request) });
}

export interface TestTenant {
  id: string;
  keys: { runtime: string; agent: string; admin: string; executor: string; reviewer: string; secondReviewer: string };
  runtime: OperatorClient;
  agent: OperatorClient;
  admin: OperatorClient;
  executor: OperatorClient;
  reviewer: OperatorClient;
  secondReviewer: OperatorClient;
}

let tenants = 0;

/** Opens a tenant of its own for a test, with a key of every kind. */
export async function openTenant(name = "tenant"): Promise<TestTenant> {
  const id = TenantId.parse(`${name}-${++tenants}-${crypto.randomUUID().slice(0, 8)}`);
  const deployment = clientFor(DEPLOYMENT_KEY);
  await deployment.createTenant({ body: { tenant_id: id } });
  const bootstrap = clientFor((await deployment.issueAdminKey({ tenant_id: id })).key);
  const issue = async (
    principal_id: string,
    principal_kind: "agent" | "service" | "human",
    scopes: Scope[],
    actors: string[] = [],
  ) => {
    const relays_other_actors = principal_id === "runtime";
    return (await bootstrap.createKey({ body: { principal_id, principal_kind, scopes, actors, relays_other_actors } }))
      .key;
  };
  const keys = {
    runtime: await issue("runtime", "service", ["events:write", "runs:read"], ["daemon", "gateway", "harness"]),
    agent: await issue(
      "agent",
      "agent",
      ["events:write", "runs:read", "projects:validate", "policy:propose"],
      ["agent"],
    ),
    admin: await issue("admin", "service", ["tenant:admin", "policy:write", "audit:read", "runs:read"]),
    executor: await issue("executor", "service", ["grants:apply", "runs:read"]),
    reviewer: await issue("reviewer-1", "human", ["confirmations:decide", "runs:read", "audit:read"]),
    secondReviewer: await issue("reviewer-2", "human", ["confirmations:decide", "runs:read", "audit:read"]),
  };
  return {
    id,
    keys,
    runtime: clientFor(keys.runtime),
    agent: clientFor(keys.agent),
    admin: clientFor(keys.admin),
    executor: clientFor(keys.executor),
    reviewer: clientFor(keys.reviewer),
    secondReviewer: clientFor(keys.secondReviewer),
  };
}

/** A valid event of a run, with one thing changed. */
export function event(runId: string, change: { [field: string]: unknown } = {}, payload: JsonObject = {}) {
  return {
    timestamp: "2026-07-02T09:00:00.000Z",
    event_type: "progress",
    deployment_mode: "local",
    actor: "daemon",
    payload: { run_id: runId, ...payload },
    ...change,
  };
}

/** Posts a body to a run as it is. */
export function postEvents(
  key: string,
  runId: string,
  body: BodyInit,
  headers: Record<string, string> = {},
  query = "",
) {
  return send(`/v1/runs/${runId}/events${query}`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
    body,
  });
}

/** The problem that a response is, checked against the contract. */
export async function problemOf(response: Response): Promise<Problem> {
  const problem = Problem.parse(await response.json());
  if (response.headers.get("content-type") !== "application/problem+json") throw new Error("not a problem document");
  if (problem.status !== response.status) throw new Error("the problem's status is not the response's");
  return problem;
}
