import * as z from "zod";
import { Actors, IssuedKey, PrincipalId, SERVICE_PREFIX } from "../key.ts";
import { MAX_SMALL_BODY_BYTES } from "../limits.ts";
import { defineOperation } from "../operation.ts";
import { PrincipalKind, Scope } from "../scope.ts";
import { Timestamp } from "../time.ts";

/** What a program that acts for itself must leave to others: an agent proposes. */
const NOT_FOR_AGENTS: readonly Scope[] = ["tenant:admin", "policy:write"];

const READ_SCOPES: readonly Scope[] = ["runs:read", "audit:read"];

/**
 * Who gets which rights. Deciding is for people and mixes with reading only, so that no key can both propose and decide;
 * redeeming grants is for services.
 */
export const CreateKeyRequest = z
  .strictObject({
    principal_id: PrincipalId.refine((id) => !id.startsWith(SERVICE_PREFIX), {
      error: `must not begin with ${SERVICE_PREFIX}, as the service's own principals do`,
    }),
    principal_kind: PrincipalKind,
    scopes: z.array(Scope).min(1).max(Scope.options.length),
    actors: Actors.default([]),
    relays_other_actors: z.boolean().default(false),
    expires_at: Timestamp.optional(),
  })
  .refine((key) => new Set(key.scopes).size === key.scopes.length, { error: "must not repeat", path: ["scopes"] })
  .refine((key) => !key.scopes.includes("confirmations:decide") || key.principal_kind === "human", {
    error: "confirmations:decide is for principals of kind human",
    path: ["scopes"],
  })
  .refine(
    (key) =>
      !key.scopes.includes("confirmations:decide") ||
      key.scopes.every((scope) => scope === "confirmations:decide" || READ_SCOPES.includes(scope)),
    { error: "confirmations:decide goes with runs:read and audit:read only", path: ["scopes"] },
  )
  .refine((key) => !key.scopes.includes("grants:apply") || key.principal_kind === "service", {
    error: "grants:apply is for principals of kind service",
    path: ["scopes"],
  })
  .refine((key) => key.principal_kind !== "agent" || !key.scopes.some((scope) => NOT_FOR_AGENTS.includes(scope)), {
    error: "an agent neither administers nor writes policies",
    path: ["scopes"],
  })
  .refine((key) => key.principal_kind !== "agent" || key.actors.every((actor) => actor === "agent"), {
    error: "an agent speaks for the actor agent alone",
    path: ["actors"],
  })
  .refine((key) => key.principal_kind !== "agent" || !key.relays_other_actors, {
    error: "an agent relays no other actor",
    path: ["relays_other_actors"],
  })
  .refine((key) => new Set(key.actors).size === key.actors.length, { error: "must not repeat", path: ["actors"] })
  .refine((key) => !key.scopes.includes("events:write") || key.actors.length > 0 || key.relays_other_actors, {
    error: "a key with events:write speaks for somebody",
    path: ["actors"],
  })
  .refine((key) => key.scopes.includes("events:write") || (key.actors.length === 0 && !key.relays_other_actors), {
    error: "actors are for keys with events:write",
    path: ["actors"],
  })
  .meta({ id: "CreateKeyRequest", description: "The key to make." });
export type CreateKeyRequest = z.infer<typeof CreateKeyRequest>;

/** Makes a key for a principal, and the principal where it is new. Source: design, section 3. */
export const createKey = defineOperation({
  name: "createKey",
  method: "POST",
  path: "/v1/keys",
  scope: "tenant:admin",
  authority: "fresh",
  summary: "Make an API key",
  description:
    "Makes a key for a principal, and the principal where it is new. The secret is in the answer and nowhere else: only its hash is kept.",
  params: z.strictObject({}),
  query: z.strictObject({}),
  body: { mediaTypes: ["application/json"], schema: CreateKeyRequest, maxBytes: MAX_SMALL_BODY_BYTES },
  status: 201,
  output: IssuedKey,
  problems: ["principal_kind_conflict", "too_many_keys", "secret_in_identifier"],
  repeatable: false,
  example: {
    body: {
      principal_id: "agentpaas-daemon",
      principal_kind: "service",
      scopes: ["events:write", "runs:read"],
      actors: ["daemon", "gateway", "harness"],
      relays_other_actors: true,
    },
    output: {
      key_id: "key_6f0c2c1e7d5b4a39",
      principal_id: "agentpaas-daemon",
      principal_kind: "service",
      scopes: ["events:write", "runs:read"],
      actors: ["daemon", "gateway", "harness"],
      relays_other_actors: true,
      created_at: "2026-07-02T09:00:00.000Z",
      created_by: "admin",
      key: "(shown once)",
    },
  },
});
