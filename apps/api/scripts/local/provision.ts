import { createClient, OperatorProblem } from "@operator/client";
import type { CreateKeyRequest, Scope } from "@operator/contract";
import * as z from "zod";
import { readJson, writePrivateJson } from "./private-file.ts";

const TENANT = "demo";

const LocalAccess = z.object({
  base_url: z.string(),
  tenant: z.string(),
  keys: z.object({ runtime: z.string(), agent: z.string(), executor: z.string(), admin: z.string() }),
  reviewers: z.array(z.object({ id: z.string(), token: z.string() })),
});

/** How to reach the local instance: what `local.json` holds. */
export type LocalAccess = z.infer<typeof LocalAccess>;

function keyRequest(
  principal_id: string,
  principal_kind: CreateKeyRequest["principal_kind"],
  scopes: Scope[],
  actors: string[] = [],
  relays_other_actors = false,
): CreateKeyRequest {
  return { principal_id, principal_kind, scopes, actors, relays_other_actors };
}

const RUNTIME = keyRequest("runtime", "service", ["events:write", "runs:read"], ["daemon", "gateway", "harness"], true);
const AGENT = keyRequest(
  "agent",
  "agent",
  ["events:write", "runs:read", "projects:validate", "policy:propose"],
  ["agent"],
);
const EXECUTOR = keyRequest("executor", "service", ["grants:apply", "runs:read"]);
const ADMIN = keyRequest("admin", "service", ["tenant:admin", "policy:write", "audit:read", "runs:read"]);
const reviewer = (id: string) => keyRequest(id, "human", ["confirmations:decide", "runs:read", "audit:read"]);

/** Opens the tenant `demo` with its keys. A start that was cut short left at most keys that nobody knows. */
async function createAccess(baseUrl: string, deploymentAdminKey: string): Promise<LocalAccess> {
  const deployment = createClient({ baseUrl, apiKey: deploymentAdminKey });
  try {
    await deployment.createTenant({ body: { tenant_id: TENANT } });
  } catch (error) {
    if (!(error instanceof OperatorProblem && error.code === "tenant_exists")) throw error;
  }
  const bootstrap = await deployment.issueAdminKey({ tenant_id: TENANT });
  const tenant = createClient({ baseUrl, apiKey: bootstrap.key });
  const issue = async (request: CreateKeyRequest) => (await tenant.createKey({ body: request })).key;
  const access: LocalAccess = {
    base_url: baseUrl,
    tenant: TENANT,
    keys: {
      runtime: await issue(RUNTIME),
      agent: await issue(AGENT),
      executor: await issue(EXECUTOR),
      admin: await issue(ADMIN),
    },
    reviewers: [
      { id: "reviewer-1", token: await issue(reviewer("reviewer-1")) },
      { id: "reviewer-2", token: await issue(reviewer("reviewer-2")) },
    ],
  };
  await tenant.revokeKey({ key_id: bootstrap.key_id });
  return access;
}

async function stillWorks(baseUrl: string, access: LocalAccess): Promise<boolean> {
  try {
    await createClient({ baseUrl, apiKey: access.keys.admin }).listKeys({ limit: 1 });
    return true;
  } catch (error) {
    if (error instanceof OperatorProblem && error.status === 401) return false;
    throw error;
  }
}

/** The access to this instance: kept from the start that made it, made where there is none that works. */
export async function provision(path: string, baseUrl: string, deploymentAdminKey: string): Promise<LocalAccess> {
  const known = LocalAccess.safeParse(await readJson(path));
  if (known.success && (await stillWorks(baseUrl, known.data))) {
    const access = { ...known.data, base_url: baseUrl };
    if (known.data.base_url !== baseUrl) await writePrivateJson(path, access);
    return access;
  }
  const access = await createAccess(baseUrl, deploymentAdminKey);
  await writePrivateJson(path, access);
  return access;
}
