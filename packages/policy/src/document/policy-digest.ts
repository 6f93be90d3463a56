import type { JsonValue } from "@operator/contract";
import type { EgressRule, Policy } from "../policy.ts";

/** A hash function that the caller brings. */
export type Sha256 = (data: string | Uint8Array) => Uint8Array;

/**
 * `sha256:` and the hash of a policy's canonical form: JSON with sorted keys of everything that a policy means. Spelling,
 * comments and the order of keys, ports and methods leave it the same. The order of rules does not, because the ids that
 * denials and patches name (`egress[2]`) count from it. The secret in a header credential is not part of it.
 */
export function policyDigest(policy: Policy, sha256: Sha256): string {
  return `sha256:${toHex(sha256(canonicalForm(policy)))}`;
}

/** What the digest is taken over. The first member keeps a later form from ever having the digest of this one. */
function canonicalForm(policy: Policy): string {
  return canonicalJson({
    form: "operator policy 1",
    agent: policy.agent ?? null,
    egress: policy.egress.map(ruleForm),
    credentials: policy.credentials.map(({ id, type, fields }) => ({ id, type, fields: { ...fields } })),
    mcp_servers: policy.mcp_servers.map(({ name, allowed_tools, denied_tools, fields }) => ({
      name,
      allowed_tools: [...allowed_tools],
      denied_tools: [...denied_tools],
      fields: { ...fields },
    })),
    ingress: policy.ingress.map(({ path, port }) => ({ path, port })),
    hooks: policy.hooks.map(({ name, fields }) => ({ name, fields: { ...fields } })),
    settings: { ...policy.settings },
  });
}

function ruleForm(rule: EgressRule): JsonValue {
  return {
    target: { ...rule.target },
    ports: [...rule.ports],
    methods: [...rule.methods],
    credential: rule.credential ?? null,
    allow_private: rule.allow_private,
    mcp_server_id: rule.mcp_server_id ?? null,
    transport: { ...rule.transport },
  };
}

/** JSON with keys in the order of their UTF-16 units. The depth is bounded because documents bound it. */
function canonicalJson(value: JsonValue): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const fields = Object.keys(value).sort();
  return `{${fields.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`).join(",")}}`;
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
