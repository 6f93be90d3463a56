import * as z from "zod";
import { DEPLOYMENT_TENANT } from "./api-key.ts";

/** The id of a tenant: part of its keys, and of the name of everything that is stored for it. */
export const TenantId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "must be 1 to 40 lower-case letters, digits or -")
  .refine((id) => id !== DEPLOYMENT_TENANT, { error: "is reserved" });
