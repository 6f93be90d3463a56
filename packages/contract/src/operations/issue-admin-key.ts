import * as z from "zod";
import { IssuedKey } from "../key.ts";
import { defineOperation } from "../operation.ts";

/** A tenant's first key, or a new one when all were lost. Source: design, section 3. */
export const issueAdminKey = defineOperation({
  name: "issueAdminKey",
  method: "POST",
  path: "/v1/tenants/{tenant_id}/admin-keys",
  scope: "deployment:admin",
  authority: "fresh",
  summary: "Issue a tenant's administration key",
  description:
    "Makes a key with the scope `tenant:admin` alone, good for one hour: enough to make the tenant's own keys with `createKey`.",
  params: z.strictObject({ tenant_id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "must be a tenant id") }),
  query: z.strictObject({}),
  status: 201,
  output: IssuedKey,
  problems: ["tenant_not_found", "too_many_keys"],
  repeatable: false,
  example: {
    params: { tenant_id: "acme" },
    output: {
      key_id: "key_6f0c2c1e7d5b4a39",
      principal_id: "deployment",
      principal_kind: "service",
      scopes: ["tenant:admin"],
      actors: [],
      relays_other_actors: false,
      created_at: "2026-07-02T09:00:00.000Z",
      created_by: "deployment",
      expires_at: "2026-07-02T10:00:00.000Z",
      key: "(shown once)",
    },
  },
});
