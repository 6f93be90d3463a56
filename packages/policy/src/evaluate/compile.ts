import { type Address, maskTo, type Network, parseNetwork } from "../hosts/address.ts";
import type { EgressRule, McpServer, Policy } from "../policy.ts";

/** The networks of one prefix length, by their first bits. */
interface PrefixTable {
  family: 4 | 6;
  prefix: number;
  rules: Map<bigint, number[]>;
}

/** A policy with its rules found by what they match, so that a decision costs the same for ten rules and for ten thousand. */
export interface CompiledPolicy {
  policy: Policy;
  /** Indices of egress rules by host and port, ascending. */
  byHostPort: ReadonlyMap<string, readonly number[]>;
  byHost: ReadonlyMap<string, readonly number[]>;
  bySuffix: ReadonlyMap<string, readonly number[]>;
  prefixes: readonly PrefixTable[];
  /** The first rule for a host under this domain. */
  relatives: ReadonlyMap<string, number>;
  servers: ReadonlyMap<string, CompiledServer>;
}

interface CompiledServer {
  index: number;
  allowed: ReadonlySet<string>;
  denied: ReadonlySet<string>;
}

function push<Key>(map: Map<Key, number[]>, key: Key, index: number): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [index]);
  else known.push(index);
}

export const hostPort = (host: string, port: number): string => `${host} ${port}`;

/** The domains that a host lies under, the nearest first, down to two labels. */
export function parentDomains(host: string): string[] {
  const labels = host.split(".");
  return labels.slice(1, -1).map((_, index) => labels.slice(index + 1).join("."));
}

function addNetwork(tables: PrefixTable[], network: Network, index: number): void {
  const { family, prefix, bits } = network;
  let table = tables.find((one) => one.family === family && one.prefix === prefix);
  if (table === undefined) {
    table = { family, prefix, rules: new Map() };
    tables.push(table);
  }
  push(table.rules, bits, index);
}

function compileServer({ allowed_tools, denied_tools }: McpServer, index: number): CompiledServer {
  return { index, allowed: new Set(allowed_tools), denied: new Set(denied_tools) };
}

/** Makes a policy quick to ask. */
export function compilePolicy(policy: Policy): CompiledPolicy {
  const byHostPort = new Map<string, number[]>();
  const byHost = new Map<string, number[]>();
  const bySuffix = new Map<string, number[]>();
  const prefixes: PrefixTable[] = [];
  const relatives = new Map<string, number>();
  for (const [index, { target, ports }] of policy.egress.entries()) {
    if (target.kind === "cidr") {
      const network = parseNetwork(target.cidr);
      if (network !== undefined) addNetwork(prefixes, network, index);
      continue;
    }
    if (target.kind === "wildcard") push(bySuffix, target.suffix, index);
    else {
      push(byHost, target.host, index);
      for (const port of ports) push(byHostPort, hostPort(target.host, port), index);
    }
    const domains = target.kind === "wildcard" ? [target.suffix] : [target.host, ...parentDomains(target.host)];
    for (const domain of domains) if (!relatives.has(domain)) relatives.set(domain, index);
  }
  const servers = new Map(policy.mcp_servers.map((server, index) => [server.name, compileServer(server, index)]));
  return { policy, byHostPort, byHost, bySuffix, prefixes, relatives, servers };
}

/** The rules for networks that hold an address, ascending. */
export function rulesForAddress({ prefixes }: CompiledPolicy, address: Address): number[] {
  return prefixes
    .flatMap(({ family, prefix, rules }) =>
      family === address.family ? (rules.get(maskTo(address, prefix).bits) ?? []) : [],
    )
    .sort((a, b) => a - b);
}

/** The rule at an index that the compiled policy handed out. */
export function egressRule({ policy }: CompiledPolicy, index: number): EgressRule {
  const rule = policy.egress[index];
  if (rule === undefined) throw new RangeError("there is no egress rule at this index");
  return rule;
}
