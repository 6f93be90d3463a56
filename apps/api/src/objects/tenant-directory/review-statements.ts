import { ReviewRules } from "@operator/contract";
import * as z from "zod";
import { keyById } from "./key-statements.ts";

const NO_RULES: ReviewRules = { groups: [], rules: [] };

export function readReviewRules(sql: SqlStorage): ReviewRules {
  const [row] = sql.exec("SELECT rules FROM review_rules WHERE id = 1").toArray();
  return row === undefined ? NO_RULES : ReviewRules.parse(JSON.parse(z.object({ rules: z.string() }).parse(row).rules));
}

export function writeReviewRules(sql: SqlStorage, rules: ReviewRules): void {
  sql.exec("INSERT OR REPLACE INTO review_rules (id, rules) VALUES (1, ?)", JSON.stringify(rules));
}

const Name = z.object({ name: z.string() });

/** Everybody who may decide now: people with a key for it that works. */
export function peopleWhoDecide(sql: SqlStorage, now: number): string[] {
  const rows = sql.exec(
    `SELECT DISTINCT principal_id AS name FROM keys JOIN principals USING (principal_id)
     WHERE kind = 'human' AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)
       AND EXISTS (SELECT 1 FROM json_each(scopes) WHERE value = 'confirmations:decide')`,
    now,
  );
  return [...rows].map((row) => Name.parse(row).name);
}

function creatorOf(sql: SqlStorage, principalId: string): string | undefined {
  const [row] = sql.exec("SELECT created_by AS name FROM principals WHERE principal_id = ?", principalId).toArray();
  return row === undefined ? undefined : Name.parse(row).name;
}

/**
 * Who could have acted as a principal: who made it, and who made any key of it. Somebody with a key to who administers can
 * let in whom they like under that name.
 */
function behind(sql: SqlStorage, principalId: string): string[] {
  const rows = sql.exec(
    `SELECT created_by AS name FROM principals WHERE principal_id = ?1
     UNION SELECT created_by AS name FROM keys WHERE principal_id = ?1`,
    principalId,
  );
  return [...rows].map((row) => Name.parse(row).name);
}

/** Who let somebody in, who could have acted as those, and so on; a chain that closes ends where it does. */
function creatorsOf(sql: SqlStorage, ...first: (string | undefined)[]): string[] {
  const found = new Set<string>();
  const next = first.filter((name) => name !== undefined);
  for (let name = next.pop(); name !== undefined; name = next.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    next.push(...behind(sql, name));
  }
  return [...found];
}

/** Somebody with a key as the directory knows them, or `undefined` where the key was revoked. */
export function standingOf(sql: SqlStorage, keyId: string, { groups }: ReviewRules) {
  const key = keyById(sql, keyId);
  if (key === undefined || key.revoked_at !== null) return undefined;
  return {
    id: key.principal_id,
    keyId,
    kind: key.kind,
    scopes: key.scopes,
    groups: groups.filter(({ members }) => members.includes(key.principal_id)).map(({ group }) => group),
    createdBy: creatorsOf(sql, key.created_by, creatorOf(sql, key.principal_id)),
  };
}
