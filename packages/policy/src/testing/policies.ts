import { readPolicy } from "../document/read-policy.ts";
import type { Action } from "../evaluate/action.ts";
import { type CompiledPolicy, compilePolicy } from "../evaluate/compile.ts";
import type { StoredPolicy } from "../recommend/recommend.ts";

/** A document that is valid, or a failing test. */
export function storedPolicy(text: string): StoredPolicy {
  const read = readPolicy(text);
  if (read.kind === "invalid")
    throw new Error(read.errors.map(({ path, message }) => `${path}: ${message}`).join("\n"));
  return { text, compiled: compilePolicy(read.policy) };
}

export function compiledPolicy(text: string): CompiledPolicy {
  return storedPolicy(text).compiled;
}

/** An action in short form: `GET api.example.com:443 credential`, the method and the credential where they are known. */
export function egress(text: string): Action {
  const [, method, host = "", port, credential] =
    /^(?:([A-Z]+) )?(\[\S+\]|\S+?)(?::(\d+))?(?: (\S+))?$/.exec(text) ?? [];
  return {
    kind: "egress",
    host,
    port: Number(port ?? 443),
    ...(method === undefined ? {} : { method }),
    ...(credential === undefined ? {} : { credential }),
  };
}

/** A policy with a rule of every kind. */
export const WEATHER = `# What the weather agent may do.
version: "1"
agent:
  name: weather-agent
egress:
  - domain: api.example.com   # the forecasts
    ports: [443]
    methods: [GET]
  - domain: "*.cdn.example.net"
    allow_wildcard: true
  - cidr: 203.0.113.0/24
    allow_wildcard: true
    ports: [8443]
  - domain: pay.example.org
    methods: [POST]
    credential: stripe
  - cidr: 10.1.0.0/16
    allow_private: true
    ports: [5432]
credentials:
  - id: stripe
    type: brokered
    service: stripe
mcp_servers:
  - name: docs
    url: https://docs.example.com/mcp
    transport: http
    allowed_tools: [search, read]
    denied_tools: [delete]
ingress:
  - path: /hook
    port: 7718
`;
