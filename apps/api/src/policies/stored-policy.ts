import { compilePolicy, readPolicy, type StoredPolicy } from "@operator/policy";
import type { PolicyRow, WhichRevision } from "../objects/tenant-directory/policy-statements.ts";
import type { Ports } from "../ports.ts";
import { type Refusal, refuse } from "../refusal.ts";

/** A revision as it is stored, and as it decides. */
export interface Revision {
  row: PolicyRow;
  stored: StoredPolicy;
}

/** Revisions that one isolate remembers; reading a large document takes longer than deciding by it. */
const MAX_REMEMBERED = 32;
const remembered = new Map<string, StoredPolicy>();

function compiled(tenant: string, row: PolicyRow): StoredPolicy {
  const key = `${tenant} ${row.agent} ${row.revision}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const read = readPolicy(row.document);
  if (read.kind === "invalid") throw new Error("a stored policy document is not valid");
  const stored = { text: row.document, compiled: compilePolicy(read.policy) };
  if (remembered.size >= MAX_REMEMBERED) {
    const [oldest] = remembered.keys();
    if (oldest !== undefined) remembered.delete(oldest);
  }
  remembered.set(key, stored);
  return stored;
}

/** A revision of an agent's policy; `undefined` when there is none. */
export async function findRevision(
  tenant: string,
  agent: string,
  which: WhichRevision,
  ports: Ports,
): Promise<Revision | undefined> {
  const row = await ports.directories.policy(tenant, agent, which);
  return row === undefined ? undefined : { row, stored: compiled(tenant, row) };
}

/** The refusal for a policy that the tenant does not have. */
export function policyNotFound(): Refusal {
  return refuse("policy_not_found", "The tenant has no such policy of this agent.");
}
