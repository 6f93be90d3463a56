/** What an agent does or would do, as a policy decides it. */
export type Action =
  /** `method` and `credential` are absent where they are not known. */
  | { kind: "egress"; host: string; port: number; method?: string; credential?: string }
  | { kind: "tool"; server: string; tool: string }
  | { kind: "ingress"; path: string; port?: number };

/** What a rule can fail to match by. */
export type Dimension = "host" | "port" | "method" | "credential" | "tool" | "path";

/** The rule that came closest to allowing an action, and the first dimension in which it did not. */
export interface NearestMiss {
  rule: string;
  dimension: Dimension;
}

/**
 * - `explicit_rule`: a rule denies it by name (`denied_tools`).
 * - `default_deny`: no rule allows it.
 * - `guard_block`: the destination is guarded, whatever the policy says.
 */
type DenyVerdict = "explicit_rule" | "default_deny" | "guard_block";

export type Decision =
  | { effect: "allow"; rule: string }
  /** `rule` is `default_deny`, `mcp_servers[n]`, or `guard.<kind>`. */
  | { effect: "deny"; verdict: DenyVerdict; rule: string; nearest?: NearestMiss };

/** The id of the decision when no rule allows an action. */
export const DEFAULT_DENY = "default_deny";
