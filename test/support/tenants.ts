import { createClient, type OperatorClient } from "@operator/client";
import type { CreateKeyRequest } from "@operator/contract";
import type { SharedService } from "./shared-service.ts";

/** A tenant of the shared instance, for one test file, with the keys that its tests need. */
export interface Tenant {
  id: string;
  keys: {
    runtime: string;
    agent: string;
    admin: string;
    reader: string;
    reviewer: string;
    executor: string;
    auditor: string;
  };
  /** Speaks with the runtime's key. */
  client: OperatorClient;
}

const RUNTIME_ACTORS = ["daemon", "gateway", "harness"];

/** Opens a tenant through the deployment's own key. */
export async function openTenant(service: SharedService, id: string): Promise<Tenant> {
  const { baseUrl } = service;
  const deployment = createClient({ baseUrl, apiKey: service.deploymentAdminKey });
  await deployment.createTenant({ body: { tenant_id: id } });
  const bootstrap = createClient({ baseUrl, apiKey: (await deployment.issueAdminKey({ tenant_id: id })).key });
  const issue = async (key: Omit<CreateKeyRequest, "actors" | "relays_other_actors"> & Partial<CreateKeyRequest>) =>
    (await bootstrap.createKey({ body: key })).key;
  const keys = {
    runtime: await issue({
      principal_id: "runtime",
      principal_kind: "service",
      scopes: ["events:write", "runs:read"],
      actors: RUNTIME_ACTORS,
      relays_other_actors: true,
    }),
    agent: await issue({
      principal_id: "agent",
      principal_kind: "agent",
      scopes: ["events:write", "runs:read", "projects:validate", "policy:propose"],
      actors: ["agent"],
    }),
    admin: await issue({
      principal_id: "admin",
      principal_kind: "service",
      scopes: ["tenant:admin", "policy:write"],
    }),
    reader: await issue({ principal_id: "reader", principal_kind: "human", scopes: ["runs:read"] }),
    reviewer: await issue({
      principal_id: "reviewer",
      principal_kind: "human",
      scopes: ["confirmations:decide", "runs:read"],
    }),
    auditor: await issue({ principal_id: "auditor", principal_kind: "human", scopes: ["audit:read"] }),
    executor: await issue({
      principal_id: "executor",
      principal_kind: "service",
      scopes: ["grants:apply", "runs:read"],
    }),
  };
  return { id, keys, client: createClient({ baseUrl, apiKey: keys.runtime }) };
}
