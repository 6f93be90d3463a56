import { describeTarget } from "../explain/words.ts";
import { contains, parseNetwork } from "../hosts/address.ts";
import { isPrivate } from "../hosts/guard.ts";
import { hostOf } from "../hosts/host.ts";
import type { EgressRule, Policy } from "../policy.ts";

/**
 * One thing that a policy lets an agent do. Egress is one target, port and method at a time, so that the difference of two
 * policies can be told thing by thing; `method` is `*` where any method is allowed.
 */
export type Reach =
  | { kind: "egress"; target: string; port: number; method: string; credential?: string; private?: true }
  | { kind: "tool"; server: string; tool: string }
  | { kind: "ingress"; path: string; port: number };

export const ANY_METHOD = "*";

type Target = EgressRule["target"];

function reachOfRule(rule: EgressRule): Reach[] {
  const methods = rule.methods.length > 0 ? rule.methods : [ANY_METHOD];
  const target = describeTarget(rule);
  const isClosed = rule.allow_private && isPrivateTarget(rule.target);
  return rule.ports.flatMap((port) =>
    methods.map(
      (method): Reach => ({
        kind: "egress",
        target,
        port,
        method,
        ...(rule.credential === undefined ? {} : { credential: rule.credential }),
        ...(isClosed ? { private: true as const } : {}),
      }),
    ),
  );
}

function isPrivateTarget(target: Target): boolean {
  const network = target.kind === "cidr" ? parseNetwork(target.cidr) : undefined;
  return network !== undefined && isPrivate(network);
}

/** Everything that a policy allows, in the order of its rules. */
export function reachOf(policy: Policy): Reach[] {
  return [
    ...policy.egress.flatMap(reachOfRule),
    ...policy.mcp_servers.flatMap(({ name, allowed_tools, denied_tools }) =>
      allowed_tools
        .filter((tool) => !denied_tools.includes(tool))
        .map((tool): Reach => ({ kind: "tool", server: name, tool })),
    ),
    ...policy.ingress.map(({ path, port }): Reach => ({ kind: "ingress", path, port })),
  ];
}

/** True when every destination of `inner` is one of `outer`. */
function covers(outer: Target, inner: Target): boolean {
  switch (outer.kind) {
    case "host":
      return inner.kind === "host" && inner.host === outer.host;
    case "wildcard":
      if (inner.kind === "wildcard") return inner.suffix === outer.suffix;
      return inner.kind === "host" && inner.host.slice(inner.host.indexOf(".") + 1) === outer.suffix;
    case "cidr": {
      const network = parseNetwork(outer.cidr);
      const other =
        inner.kind === "cidr"
          ? parseNetwork(inner.cidr)
          : inner.kind === "host"
            ? hostOf(inner.host)?.address
            : undefined;
      return network !== undefined && other !== undefined && contains(network, other);
    }
  }
}

/** The target that a reach names. */
function targetOf(text: string): Target {
  if (text.startsWith("*.")) return { kind: "wildcard", suffix: text.slice(2) };
  return text.includes("/") ? { kind: "cidr", cidr: text } : { kind: "host", host: text };
}

/** Answers whether a policy allows some reach already, without looking through every rule. */
export function coverageOf(policy: Policy): (reach: Reach) => boolean {
  const exact = new Map<string, EgressRule[]>();
  const wide: EgressRule[] = [];
  for (const rule of policy.egress) {
    const key = describeTarget(rule);
    const known = exact.get(key);
    if (known === undefined) exact.set(key, [rule]);
    else known.push(rule);
    if (rule.target.kind !== "host") wide.push(rule);
  }
  const others = new Set(reachOf({ ...policy, egress: [] }).map((reach) => JSON.stringify(reach)));
  return (reach) => {
    if (reach.kind !== "egress") return others.has(JSON.stringify(reach));
    const matches = (rule: EgressRule): boolean =>
      rule.ports.includes(reach.port) &&
      (rule.methods.length === 0 || rule.methods.includes(reach.method)) &&
      rule.credential === reach.credential;
    if (exact.get(reach.target)?.some(matches)) return true;
    const target = targetOf(reach.target);
    return wide.some((rule) => matches(rule) && covers(rule.target, target));
  };
}
