import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { OperatorClient } from "@operator/client";
import type { Confirmation, ConfirmationStatus, CreateKeyRequest, PrincipalKind, Scope } from "@operator/contract";
import { vi } from "vitest";
import { binding, decide, deskOf } from "./confirmations.ts";
import { clientFor, DEPLOYMENT_KEY, openTenant, type TestTenant } from "./harness.ts";
import { storePolicy } from "./policies.ts";

type NewKey = Partial<CreateKeyRequest> & Pick<CreateKeyRequest, "principal_id" | "principal_kind" | "scopes">;

/** Makes a key with the key of whoever administers. */
export async function issue(admin: OperatorClient, key: NewKey): Promise<string> {
  return (await admin.createKey({ body: key })).key;
}

/** Makes a key that the service would not make: its principal is of another kind, its scopes do not go together. */
async function forge(
  { id, admin }: TestTenant,
  principal_id: string,
  kind: PrincipalKind,
  scopes: Scope[],
): Promise<string> {
  const key = await issue(admin, { principal_id, principal_kind: "service", scopes: ["runs:read"] });
  await runInDurableObject(env.TENANT_DIRECTORY.getByName(id), (_, { storage: { sql } }) => {
    sql.exec("UPDATE principals SET kind = ? WHERE principal_id = ?", kind, principal_id);
    sql.exec("UPDATE keys SET scopes = ? WHERE principal_id = ?", JSON.stringify(scopes), principal_id);
  });
  return key;
}

const HOUR_MS = 60 * 60 * 1000;

/**
 * A tenant with somebody of every kind, in which Ada, who also administers, proposes. The clock stands still but for a
 * proposal that has to expire.
 */
export async function besieged() {
  const tenant = await openTenant();
  const { admin, keys } = tenant;
  const ada = await issue(admin, {
    principal_id: "ada",
    principal_kind: "human",
    scopes: ["policy:propose", "tenant:admin", "runs:read"],
  });
  const decides: Scope[] = ["confirmations:decide", "runs:read", "audit:read"];
  const human = (principal_id: string, scopes = decides): NewKey => ({ principal_id, principal_kind: "human", scopes });
  const revoked = await admin.createKey({ body: human("late") as CreateKeyRequest });
  await admin.revokeKey({ key_id: revoked.key_id });
  const stranger = await openTenant();
  const callers = {
    nobody: undefined,
    revoked: revoked.key,
    deployment: DEPLOYMENT_KEY,
    stranger: stranger.keys.reviewer,
    strangersAgent: stranger.keys.agent,
    strangersExecutor: stranger.keys.executor,
    runtime: keys.runtime,
    agent: keys.agent,
    admin: keys.admin,
    reader: await issue(admin, human("reader", ["runs:read"])),
    ada,
    adaDecides: await issue(admin, human("ada")),
    puppet: await issue(clientFor(ada), human("puppet")),
    reviewersOtherKey: await issue(clientFor(ada), human("reviewer-1")),
    agentDecides: await forge(tenant, "agent-decides", "agent", decides),
    serviceDecides: await forge(tenant, "service-decides", "service", decides),
    mixed: await forge(tenant, "mixed", "human", [...decides, "policy:propose"]),
    all: await forge(tenant, "all", "human", [...decides, "policy:propose", "grants:apply", "tenant:admin"]),
    humanApplies: await forge(tenant, "human-applies", "human", ["grants:apply"]),
    agentApplies: await forge(tenant, "agent-applies", "agent", ["grants:apply"]),
    executor: keys.executor,
    otherExecutor: await issue(admin, {
      principal_id: "executor-2",
      principal_kind: "service",
      scopes: ["grants:apply"],
    }),
    reviewer: keys.reviewer,
    secondReviewer: keys.secondReviewer,
  };
  return { tenant, stranger, ada: clientFor(ada), callers };
}
export type Besieged = Awaited<ReturnType<typeof besieged>>;
export type CallerName = keyof Besieged["callers"];

let made = 0;

/** Makes a new confirmation in a state, on the way that leads there. */
export async function inState({ tenant, ada }: Besieged, status: ConfirmationStatus): Promise<Confirmation> {
  const confirmation = await ada.proposeChange({ body: binding(++made) });
  const id = { confirmation_id: confirmation.confirmation_id };
  const approve = () => decide(tenant.reviewer, confirmation);
  const redeem = async () => {
    await approve();
    await tenant.executor.redeemGrant({ ...id, body: {} });
  };
  switch (status) {
    case "pending":
      break;
    case "approved":
      await approve();
      break;
    case "applying":
      await redeem();
      break;
    case "applied":
    case "apply_failed":
      await redeem();
      await tenant.executor.reportApply({ ...id, body: { outcome: status === "applied" ? "applied" : "failed" } });
      break;
    case "declined":
      await decide(tenant.reviewer, confirmation, "decline");
      break;
    case "cancelled":
      await ada.cancelConfirmation({ ...id, body: {} });
      break;
    case "expired":
      vi.setSystemTime(Date.now() + 9 * HOUR_MS);
      await runInDurableObject(deskOf(tenant), (desk) => desk.alarm());
      break;
    case "superseded": {
      await storePolicy(tenant);
      const change = { egress: { host: `api-${made}.example.org`, ports: [443], methods: ["GET"] } };
      const { confirmation: asked } = await ada.recommendPolicyPatch({
        body: { agent: "weather-agent", desired_change: change },
      });
      await storePolicy(tenant, 'version: "1"\nagent:\n  name: weather-agent\n');
      return ada.getConfirmation({ confirmation_id: asked.confirmation_id ?? "" });
    }
  }
  return ada.getConfirmation(id);
}
