import { PrincipalKind, Scope } from "@operator/contract";
import * as z from "zod";

const jsonList = <Item extends z.ZodType>(item: Item) =>
  z.string().transform((json) => z.array(item).parse(JSON.parse(json)));

const KeyRow = z.object({
  number: z.number(),
  key_id: z.string(),
  principal_id: z.string(),
  kind: PrincipalKind,
  scopes: jsonList(Scope),
  actors: jsonList(z.string()),
  relays_other_actors: z.number().transform((flag) => flag === 1),
  created_at: z.number(),
  created_by: z.string(),
  expires_at: z.number().nullable(),
  revoked_at: z.number().nullable(),
});
/** A key with its principal; times in milliseconds since 1970. */
export type KeyRow = z.infer<typeof KeyRow>;

const SELECT_KEY = `SELECT number, key_id, principal_id, kind, scopes, actors, relays_other_actors, keys.created_at AS created_at,
  keys.created_by AS created_by, expires_at, revoked_at FROM keys JOIN principals USING (principal_id)`;

export function keyByHash(sql: SqlStorage, hash: string): KeyRow | undefined {
  const [row] = sql.exec(`${SELECT_KEY} WHERE key_hash = ?`, hash).toArray();
  return row === undefined ? undefined : KeyRow.parse(row);
}

export function keyById(sql: SqlStorage, keyId: string): KeyRow | undefined {
  const [row] = sql.exec(`${SELECT_KEY} WHERE key_id = ?`, keyId).toArray();
  return row === undefined ? undefined : KeyRow.parse(row);
}

/** Keys in the order they were made, behind the key with this number. */
export function keysAfter(sql: SqlStorage, number: number, count: number): KeyRow[] {
  const rows = sql.exec(`${SELECT_KEY} WHERE number > ? ORDER BY number LIMIT ?`, number, count);
  return [...rows].map((row) => KeyRow.parse(row));
}

/** How many keys work at this time. */
export function countActiveKeys(sql: SqlStorage, now: number): number {
  const rows = sql.exec(
    "SELECT COUNT(*) AS count FROM keys WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)",
    now,
  );
  return z.object({ count: z.number() }).parse(rows.one()).count;
}

export function principalKind(sql: SqlStorage, principalId: string): PrincipalKind | undefined {
  const [row] = sql.exec("SELECT kind FROM principals WHERE principal_id = ?", principalId).toArray();
  return row === undefined ? undefined : z.object({ kind: PrincipalKind }).parse(row).kind;
}

export function insertPrincipal(
  sql: SqlStorage,
  principal: { principalId: string; kind: PrincipalKind; createdAt: number; createdBy: string },
): void {
  sql.exec(
    "INSERT INTO principals (principal_id, kind, created_at, created_by) VALUES (?, ?, ?, ?)",
    principal.principalId,
    principal.kind,
    principal.createdAt,
    principal.createdBy,
  );
}

export function insertKey(sql: SqlStorage, hash: string, key: Omit<KeyRow, "number" | "kind">): void {
  sql.exec(
    `INSERT INTO keys (key_id, key_hash, principal_id, scopes, actors, relays_other_actors, created_at, created_by,
       expires_at, revoked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)`,
    key.key_id,
    hash,
    key.principal_id,
    JSON.stringify(key.scopes),
    JSON.stringify(key.actors),
    key.relays_other_actors ? 1 : 0,
    key.created_at,
    key.created_by,
    key.expires_at,
  );
}

export function setRevoked(sql: SqlStorage, keyId: string, at: number): void {
  sql.exec("UPDATE keys SET revoked_at = ? WHERE key_id = ? AND revoked_at IS NULL", at, keyId);
}
