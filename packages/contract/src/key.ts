import * as z from "zod";
import { PrincipalKind, Scope } from "./scope.ts";
import { Timestamp } from "./time.ts";

/** Who holds a key, unique within the tenant. */
export const PrincipalId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}$/, "must be 1 to 64 letters, digits or any of _ . @ -");

/** How the names of the service's own principals begin. Nobody gets a key under such a name. */
export const SERVICE_PREFIX = "operator.";

/** Proposes to purge what is past its time. */
export const RETENTION_PRINCIPAL = `${SERVICE_PREFIX}retention`;

/** The actors that a key may state events of. Names are compared exactly. */
export const Actors = z
  .array(z.string().regex(/^[\x21-\x7e]{1,64}$/, "must be 1 to 64 visible ASCII characters"))
  .max(16);

/** A key as it is listed: everything about it but the key. */
export const Key = z
  .strictObject({
    key_id: z.string().min(1),
    principal_id: PrincipalId,
    principal_kind: PrincipalKind,
    scopes: z.array(Scope).min(1),
    actors: Actors.describe("The actors that the key states events of."),
    relays_other_actors: z.boolean().describe("True when it also passes on events of actors that are no runtime's."),
    created_at: Timestamp,
    created_by: z.string().min(1).describe("The principal that made the key."),
    expires_at: Timestamp.optional(),
    revoked_at: Timestamp.optional(),
  })
  .meta({ id: "Key", description: "An API key, without its secret." });
export type Key = z.infer<typeof Key>;

/** A key that was just made. The secret is shown here and never again; only its hash is kept. */
export const IssuedKey = Key.extend({ key: z.string().min(1).describe("The secret. It is not shown again.") }).meta({
  id: "IssuedKey",
  description: "An API key, with its secret, once.",
});
export type IssuedKey = z.infer<typeof IssuedKey>;
