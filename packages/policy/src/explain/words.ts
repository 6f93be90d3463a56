import { quote } from "@operator/contract";
import { type Action, DEFAULT_DENY, type Decision, type Dimension } from "../evaluate/action.ts";
import { hostOf, writeDestination } from "../hosts/host.ts";
import type { EgressRule, Policy } from "../policy.ts";

// What an event or a request names may hold anything, so that it stands in quotation marks; what stands without them was read
// as a host, a number or a method, and holds neither blanks nor line breaks.

/** A destination; a host that is not in its normal form may be anything, and is quoted. */
function writePlace(host: string, port: number): string {
  return hostOf(host)?.text === host ? writeDestination(host, port) : `${quote(host)}:${port}`;
}

/** An action in words: `GET api.example.com:443`, `tool "search" of MCP server "docs"`, `ingress "/hook"`. */
export function describeAction(action: Action): string {
  switch (action.kind) {
    case "egress": {
      const method = action.method === undefined ? "" : `${action.method} `;
      const credential = action.credential === undefined ? "" : ` with credential ${quote(action.credential)}`;
      return `${method}${writePlace(action.host, action.port)}${credential}`;
    }
    case "tool":
      return `tool ${quote(action.tool)} of MCP server ${quote(action.server)}`;
    case "ingress":
      return `ingress ${quote(action.path)}${action.port === undefined ? "" : ` on port ${action.port}`}`;
  }
}

/** What an egress rule is for. */
export function describeTarget({ target }: Pick<EgressRule, "target">): string {
  switch (target.kind) {
    case "host":
      return target.host;
    case "wildcard":
      return `*.${target.suffix}`;
    case "cidr":
      return target.cidr;
  }
}

/** A list as a sentence takes it, cut where it is long. */
export function listed(items: readonly (string | number)[], most = 8): string {
  const more = items.length - most;
  return `${items.slice(0, most).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** What a rule asks in the dimension in which it did not match. */
function demandOf(policy: Policy, rule: string, dimension: Dimension): string {
  const [, section, place] = /^(\w+)\[(\d+)\]$/.exec(rule) ?? [];
  const index = Number(place);
  const egress = section === "egress" ? policy.egress[index] : undefined;
  if (egress !== undefined) {
    switch (dimension) {
      case "port":
        return `it is for port ${listed(egress.ports)}`;
      case "method":
        return `it is for method ${listed(egress.methods)}`;
      case "credential":
        return egress.credential === undefined
          ? "it injects no credential"
          : `its credential is ${quote(egress.credential)}`;
      default:
        return `it is for ${describeTarget(egress)}`;
    }
  }
  if (dimension === "tool") return "its `allowed_tools` do not name this tool";
  return `its ${dimension} is another`;
}

const GUARDS: Readonly<Record<string, string>> = {
  loopback: "the machine itself",
  link_local: "a link-local address",
  metadata: "a cloud's metadata service",
  unspecified: "the unspecified address",
  multicast: "a multicast or reserved address",
};

/** Why a decision denies, in one or two sentences. */
export function describeDenial(policy: Policy, decision: Extract<Decision, { effect: "deny" }>): string {
  switch (decision.verdict) {
    case "guard_block":
      return `Guard block: the destination is ${GUARDS[decision.rule.replace("guard.", "")] ?? "guarded"}, which no rule can open.`;
    case "explicit_rule":
      return `Explicit rule: ${decision.rule} names the tool in its \`denied_tools\`.`;
    case "default_deny": {
      const { nearest } = decision;
      if (nearest === undefined) return `Default deny: no rule matches, and none comes near (\`${DEFAULT_DENY}\`).`;
      return `Default deny: no rule matches. The nearest is ${nearest.rule}, which fails in one dimension, the ${nearest.dimension}: ${demandOf(policy, nearest.rule, nearest.dimension)}.`;
    }
  }
}
