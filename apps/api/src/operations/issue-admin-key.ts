import { limits } from "@operator/contract";
import type { Handler } from "../handler.ts";
import { issueKey } from "./key-answer.ts";

/** Issues a key that administers a tenant for an hour. */
export const issueAdminKey: Handler<"issueAdminKey"> = async ({ params, caller }, ports) => {
  const request = {
    principal_id: caller.principalId,
    principal_kind: caller.kind,
    scopes: ["tenant:admin" as const],
    actors: [],
    relays_other_actors: false,
    expires_at: new Date(ports.now() + limits.ADMIN_KEY_TTL_MS).toISOString(),
  };
  return issueKey(params.tenant_id, request, caller.principalId, ports);
};
