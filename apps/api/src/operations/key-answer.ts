import { toHex } from "@operator/audit";
import {
  API_KEY_RANDOM_BYTES,
  type CreateKeyRequest,
  type IssuedKey,
  type Key,
  parseRfc3339,
} from "@operator/contract";
import { sha256 } from "../adapters/sha256.ts";
import type { KeyRow } from "../objects/tenant-directory/key-statements.ts";
import type { CreateKeyResult } from "../objects/tenant-directory/object.ts";
import type { Ports } from "../ports.ts";
import { type Refusal, refuse } from "../refusal.ts";

const KEY_ID_BYTES = 16;

function rfc3339(at: number): string {
  return new Date(at).toISOString();
}

/** A stored key as it is listed. */
export function keyAnswer(key: KeyRow): Key {
  return {
    key_id: key.key_id,
    principal_id: key.principal_id,
    principal_kind: key.kind,
    scopes: key.scopes,
    actors: key.actors,
    relays_other_actors: key.relays_other_actors,
    created_at: rfc3339(key.created_at),
    created_by: key.created_by,
    ...(key.expires_at === null ? {} : { expires_at: rfc3339(key.expires_at) }),
    ...(key.revoked_at === null ? {} : { revoked_at: rfc3339(key.revoked_at) }),
  };
}

function issueRefusal(kind: Exclude<CreateKeyResult["kind"], "created">): Refusal {
  switch (kind) {
    case "principal_kind_conflict":
      return refuse(
        "principal_kind_conflict",
        "The principal exists with another kind; a principal never changes its kind.",
      );
    case "too_many_keys":
      return refuse("too_many_keys", "The tenant has as many active keys as it may; revoke one first.");
    case "tenant_not_found":
      return refuse("tenant_not_found", "There is no tenant with this id.");
  }
}

/** Makes a key, stores its hash, and answers it with its secret: the only time that the secret is seen. */
export async function issueKey(
  tenant: string,
  request: CreateKeyRequest,
  createdBy: string,
  ports: Ports,
): Promise<{ body: IssuedKey } | Refusal> {
  const secret = ports.mintKey(tenant, ports.randomBytes(API_KEY_RANDOM_BYTES));
  const result = await ports.directories.createKey(tenant, {
    keyId: `key_${toHex(ports.randomBytes(KEY_ID_BYTES))}`,
    hash: toHex(sha256(secret)),
    request,
    createdBy,
    expiresAt: request.expires_at === undefined ? null : (parseRfc3339(request.expires_at) ?? null),
  });
  if (result.kind !== "created") return issueRefusal(result.kind);
  return { body: { ...keyAnswer(result.key), key: secret } };
}
