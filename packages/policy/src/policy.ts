import type { JsonValue } from "@operator/contract";

/**
 * A policy as it decides: what a valid policy.yaml means, with every spelling brought to one form. Two documents with
 * equal policies decide every action alike. Lists keep the document's order, because rule ids such as `egress[2]` count
 * from it.
 */
export interface Policy {
  /** The agent's name as the document states it. */
  agent?: string;
  egress: readonly EgressRule[];
  credentials: readonly Credential[];
  mcp_servers: readonly McpServer[];
  ingress: readonly IngressRule[];
  /** URL hooks that the runtime calls. */
  hooks: readonly Hook[];
  /**
   * Everything else that has meaning but decides no action here, by its key in the document: `llm_budget`,
   * `llm_rate_limit`, `llm_provider_lock`, `ingress_auth`, `guardrails`, `transformations`, `observability`, and the
   * sections of later versions. It is part of the digest.
   */
  settings: Readonly<Record<string, JsonValue>>;
}

/** What an egress rule allows. */
export interface EgressRule {
  target:
    | { kind: "host"; host: string }
    /** `*.example.com` has the suffix `example.com` and matches exactly one label in front of it. */
    | { kind: "wildcard"; suffix: string }
    /** In canonical notation; an IPv4 network that was written v4-mapped is the IPv4 network. */
    | { kind: "cidr"; cidr: string };
  /** Ascending, without repetition; `[443]` where the document has none. */
  ports: readonly number[];
  /** Upper case, ascending, without repetition; empty means any method. */
  methods: readonly string[];
  /** Id of the credential that the gateway injects, and the only one that an action may use here. */
  credential?: string;
  allow_private: boolean;
  /** Binds the rule to an MCP server. */
  mcp_server_id?: string;
  /** `timeout` and `retry` as the document has them: how a request is made, not whether. */
  transport: Readonly<Record<string, JsonValue>>;
}

export interface Credential {
  id: string;
  type: "header" | "brokered" | "file" | "oauth" | "direct_lease";
  /** The other fields of the document; of a header's `value` only that it is there (`"[REDACTED]"`). */
  fields: Readonly<Record<string, JsonValue>>;
}

export interface McpServer {
  name: string;
  /** Exact names; none means that no tool is allowed. Ascending, without repetition. */
  allowed_tools: readonly string[];
  /** Wins over `allowed_tools`. */
  denied_tools: readonly string[];
  /** The other fields of the document. */
  fields: Readonly<Record<string, JsonValue>>;
}

export interface IngressRule {
  path: string;
  /** 7718 where the document has none. */
  port: number;
}

export interface Hook {
  name: string;
  fields: Readonly<Record<string, JsonValue>>;
}
