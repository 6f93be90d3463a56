import { guardOf, isPrivate } from "../hosts/guard.ts";
import { type Host, hostOf } from "../hosts/host.ts";
import type { EgressRule } from "../policy.ts";
import { type Action, DEFAULT_DENY, type Decision, type Dimension, type NearestMiss } from "./action.ts";
import { type CompiledPolicy, egressRule, hostPort, parentDomains, rulesForAddress } from "./compile.ts";

type EgressAction = Extract<Action, { kind: "egress" }>;

/** Rules for the same host that are compared to find the nearest miss. */
const MAX_COMPARED_RULES = 64;

/**
 * The dimensions in which a rule for this host does not allow the action, the most telling first. An action whose method is
 * not known is allowed only where any method is; one whose credential is not known gets the rule's.
 */
function failures(rule: EgressRule, { port, method, credential }: EgressAction): Dimension[] {
  const failed: Dimension[] = [];
  if (!rule.ports.includes(port)) failed.push("port");
  if (rule.methods.length > 0 && (method === undefined || !rule.methods.includes(method.toUpperCase())))
    failed.push("method");
  if (credential !== undefined && credential !== rule.credential) failed.push("credential");
  return failed;
}

/** The rules whose target holds the host, ascending; `exact` are those for this very host and port. */
function candidates(compiled: CompiledPolicy, host: Host, port: number): { exact: readonly number[]; wider: number[] } {
  if (host.address !== undefined) return { exact: [], wider: rulesForAddress(compiled, host.address) };
  const domain = host.text.slice(host.text.indexOf(".") + 1);
  return {
    exact: compiled.byHostPort.get(hostPort(host.text, port)) ?? [],
    wider: [...(compiled.bySuffix.get(domain) ?? [])],
  };
}

function nearestByHost(compiled: CompiledPolicy, host: Host): NearestMiss | undefined {
  if (host.address !== undefined) return undefined;
  for (const domain of [host.text, ...parentDomains(host.text)]) {
    const index = compiled.relatives.get(domain);
    if (index !== undefined) return { rule: `egress[${index}]`, dimension: "host" };
  }
  return undefined;
}

/** The rule for this host that fails in the fewest dimensions, the first of equals; else one for a related host. */
function nearestMiss(compiled: CompiledPolicy, host: Host, action: EgressAction): NearestMiss | undefined {
  const { exact, wider } = candidates(compiled, host, action.port);
  const sameHost = compiled.byHost.get(host.text) ?? [];
  let nearest: { index: number; failed: Dimension[] } | undefined;
  for (const indices of [exact, sameHost, wider]) {
    for (const index of indices.slice(0, MAX_COMPARED_RULES)) {
      const failed = failures(egressRule(compiled, index), action);
      if (nearest === undefined || failed.length < nearest.failed.length) nearest = { index, failed };
    }
  }
  const [dimension] = nearest?.failed ?? [];
  if (nearest === undefined || dimension === undefined) return nearestByHost(compiled, host);
  return { rule: `egress[${nearest.index}]`, dimension };
}

function denied(nearest: NearestMiss | undefined): Decision {
  const decision = { effect: "deny", verdict: "default_deny", rule: DEFAULT_DENY } as const;
  return nearest === undefined ? decision : { ...decision, nearest };
}

function evaluateEgress(compiled: CompiledPolicy, action: EgressAction): Decision {
  const host = hostOf(action.host);
  if (host === undefined) return denied(undefined);
  const guard = guardOf(host);
  if (guard !== undefined) return { effect: "deny", verdict: "guard_block", rule: `guard.${guard}` };
  const { exact, wider } = candidates(compiled, host, action.port);
  let first: number | undefined;
  for (const indices of [exact, wider]) {
    const index = indices.find((one) => allows(egressRule(compiled, one), host, action));
    if (index !== undefined && (first === undefined || index < first)) first = index;
  }
  if (first !== undefined) return { effect: "allow", rule: `egress[${first}]` };
  return denied(nearestMiss(compiled, host, action));
}

function allows(rule: EgressRule, host: Host, action: EgressAction): boolean {
  if (host.address !== undefined && isPrivate(host.address) && !rule.allow_private) return false;
  return failures(rule, action).length === 0;
}

function evaluateTool({ servers }: CompiledPolicy, { server, tool }: Extract<Action, { kind: "tool" }>): Decision {
  const known = servers.get(server);
  if (known === undefined) return denied(undefined);
  const rule = `mcp_servers[${known.index}]`;
  if (known.denied.has(tool)) return { effect: "deny", verdict: "explicit_rule", rule };
  return known.allowed.has(tool) ? { effect: "allow", rule } : denied({ rule, dimension: "tool" });
}

function evaluateIngress({ policy }: CompiledPolicy, { path, port }: Extract<Action, { kind: "ingress" }>): Decision {
  const samePath = policy.ingress.findIndex((rule) => rule.path === path);
  const match = policy.ingress.findIndex((rule) => rule.path === path && (port === undefined || rule.port === port));
  if (match !== -1) return { effect: "allow", rule: `ingress[${match}]` };
  return denied(samePath === -1 ? undefined : { rule: `ingress[${samePath}]`, dimension: "port" });
}

/**
 * Decides one action: allowed by the first rule that does, else denied, by a guard before any rule. Never throws; a
 * destination that is no host is denied.
 */
export function evaluate(compiled: CompiledPolicy, action: Action): Decision {
  switch (action.kind) {
    case "egress":
      return evaluateEgress(compiled, action);
    case "tool":
      return evaluateTool(compiled, action);
    case "ingress":
      return evaluateIngress(compiled, action);
  }
}
