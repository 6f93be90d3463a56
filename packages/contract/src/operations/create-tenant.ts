import * as z from "zod";
import { MAX_SMALL_BODY_BYTES } from "../limits.ts";
import { defineOperation } from "../operation.ts";
import { TenantId } from "../tenant-id.ts";
import { Timestamp } from "../time.ts";

const Tenant = z
  .strictObject({ tenant_id: TenantId, created_at: Timestamp })
  .meta({ id: "Tenant", description: "A tenant." });

/** Opens a tenant. Source: design, section 3. */
export const createTenant = defineOperation({
  name: "createTenant",
  method: "POST",
  path: "/v1/tenants",
  scope: "deployment:admin",
  authority: "fresh",
  summary: "Create a tenant",
  description: "Opens an empty tenant. Its first key comes from `issueAdminKey`.",
  params: z.strictObject({}),
  query: z.strictObject({}),
  body: {
    mediaTypes: ["application/json"],
    schema: z.strictObject({ tenant_id: TenantId }).meta({ id: "CreateTenantRequest" }),
    maxBytes: MAX_SMALL_BODY_BYTES,
  },
  status: 201,
  output: Tenant,
  problems: ["tenant_exists", "secret_in_identifier"],
  repeatable: false,
  example: {
    body: { tenant_id: "acme" },
    output: { tenant_id: "acme", created_at: "2026-07-02T09:00:00.000Z" },
  },
});
