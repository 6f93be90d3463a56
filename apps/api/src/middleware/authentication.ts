import { toHex } from "@operator/audit";
import { DEPLOYMENT_TENANT, limits, type PrincipalKind, parseApiKey, type RequiredScope } from "@operator/contract";
import { sha256 } from "../adapters/sha256.ts";
import type { KeyRow } from "../objects/tenant-directory/key-statements.ts";
import type { Ports } from "../ports.ts";
import { type Refusal, refuse } from "../refusal.ts";

/** Who sends a request, as the directory of the key's tenant knows it. */
export interface Caller {
  tenant: string;
  keyId: string;
  principalId: string;
  kind: PrincipalKind;
  scopes: readonly RequiredScope[];
  actors: readonly string[];
  relaysOtherActors: boolean;
}

interface CachedCaller {
  caller: Caller;
  /** When the look-up is no longer trusted. */
  until: number;
}

/** Look-ups that this isolate made, by the key's text, which stays in memory only. */
const recentCallers = new Map<string, CachedCaller>();

const CHALLENGE = { headers: { "www-authenticate": 'Bearer realm="operator"' } };

function callerOf(tenant: string, key: KeyRow): Caller {
  return {
    tenant,
    keyId: key.key_id,
    principalId: key.principal_id,
    kind: key.kind,
    scopes: key.scopes,
    actors: key.actors,
    relaysOtherActors: key.relays_other_actors,
  };
}

function remember(token: string, cached: CachedCaller): void {
  if (recentCallers.size >= limits.MAX_CACHED_KEYS) {
    const [oldest] = recentCallers.keys();
    if (oldest !== undefined) recentCallers.delete(oldest);
  }
  recentCallers.set(token, cached);
}

/** Forgets a key that was revoked through this isolate; others forget it within `KEY_CACHE_TTL_MS`. */
export function forgetKey(keyId: string): void {
  for (const [token, { caller }] of recentCallers) if (caller.keyId === keyId) recentCallers.delete(token);
}

const DEPLOYMENT_ADMIN: Caller = {
  tenant: DEPLOYMENT_TENANT,
  keyId: DEPLOYMENT_TENANT,
  principalId: DEPLOYMENT_TENANT,
  kind: "service",
  scopes: ["deployment:admin"],
  actors: [],
  relaysOtherActors: false,
};

async function lookUp(token: string, ports: Ports): Promise<Caller | undefined> {
  const parts = parseApiKey(token);
  if (parts === undefined) return undefined;
  const hash = toHex(sha256(token));
  if (parts.tenant === DEPLOYMENT_TENANT) return hash === ports.deploymentKeyHash ? DEPLOYMENT_ADMIN : undefined;
  const key = await ports.directories.authenticate(parts.tenant, hash);
  if (key === undefined) return undefined;
  const caller = callerOf(parts.tenant, key);
  const until = Math.min(ports.now() + limits.KEY_CACHE_TTL_MS, key.expires_at ?? Number.POSITIVE_INFINITY);
  remember(token, { caller, until });
  return caller;
}

function bearer(header: string | null): string | undefined {
  return /^Bearer +([\x21-\x7e]+) *$/i.exec(header ?? "")?.[1];
}

/**
 * Finds out who sends a request. Keys that are mistyped, unknown, expired or revoked all answer alike; a mistyped one is
 * refused without a look-up.
 *
 * @param authority `fresh` asks the directory whatever was looked up before
 */
export async function authenticate(
  headers: Headers,
  authority: "cached" | "fresh",
  ports: Ports,
): Promise<Caller | Refusal> {
  const token = bearer(headers.get("authorization"));
  if (token === undefined) {
    return refuse("authentication_required", "Send a key as `Authorization: Bearer <key>`.", CHALLENGE);
  }
  const cached = authority === "cached" ? recentCallers.get(token) : undefined;
  if (cached !== undefined && cached.until > ports.now()) return cached.caller;
  recentCallers.delete(token);
  return (await lookUp(token, ports)) ?? invalidKey();
}

/** The refusal of a key that does not work, or does not any more. */
export function invalidKey(): Refusal {
  return refuse("invalid_api_key", "The key is mistyped, unknown, expired or revoked.", CHALLENGE);
}

/** Refuses a caller that lacks a scope. */
export function authorise(caller: Caller, scope: RequiredScope): Refusal | undefined {
  if (caller.scopes.includes(scope)) return undefined;
  return refuse("insufficient_scope", `The key lacks the scope \`${scope}\`.`);
}
