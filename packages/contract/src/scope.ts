import * as z from "zod";

/**
 * What a key may do. `deployment:admin` belongs to the key of the deployment and to no tenant's.
 * Source: design, the operation table.
 */
export const Scope = z
  .enum([
    "events:write",
    "runs:read",
    "projects:validate",
    "policy:propose",
    "policy:write",
    "confirmations:decide",
    "grants:apply",
    "audit:read",
    "tenant:admin",
  ])
  .meta({ id: "Scope", description: "What a key may do." });
export type Scope = z.infer<typeof Scope>;

/** The scope that an operation asks for: a tenant's, or the deployment's own. */
export type RequiredScope = Scope | "deployment:admin";

/** What a principal is: a program that acts for itself, a program that serves others, or a person. */
export const PrincipalKind = z
  .enum(["agent", "service", "human"])
  .meta({ id: "PrincipalKind", description: "What a principal is." });
export type PrincipalKind = z.infer<typeof PrincipalKind>;
