import type { Handler } from "../handler.ts";
import { refuse } from "../refusal.ts";
import { looksSecret } from "../safe-name.ts";

/** Opens a tenant. */
export const createTenant: Handler<"createTenant"> = async ({ body }, ports) => {
  if (looksSecret(body.tenant_id)) return refuse("secret_in_identifier", "The tenant id looks like a secret.");
  const created = await ports.directories.create(body.tenant_id);
  if (created === undefined) return refuse("tenant_exists", "There is a tenant with this id.");
  return { body: { tenant_id: body.tenant_id, created_at: new Date(created.createdAt).toISOString() } };
};
