import type { PolicyEdit } from "../document/policy-edit.ts";
import type { Action } from "../evaluate/action.ts";
import { WIDTH } from "../hosts/address.ts";
import { isPrivate } from "../hosts/guard.ts";
import { hostOf } from "../hosts/host.ts";
import type { EgressRule, Policy } from "../policy.ts";

type EgressAction = Extract<Action, { kind: "egress" }>;

/** Any method, as a member of a set of methods. */
const ANY = "*";

/** What is missing for one host and one credential: the methods of each port. */
type Missing = Map<number, Set<string>>;

/** A rule for exactly one host as the plan changes it. */
interface Draft {
  index: number;
  ports: Set<number>;
  methods: Set<string>;
  newPorts: Set<number>;
  newMethods: Set<string>;
}

const sameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((item) => b.has(item));

/** The target of a rule for this host alone. */
function exactTarget(host: string): { domain: string } | { cidr: string; allow_private?: true } {
  const address = hostOf(host)?.address;
  if (address === undefined) return { domain: host };
  const cidr = `${host}/${WIDTH[address.family]}`;
  return isPrivate(address) ? { cidr, allow_private: true } : { cidr };
}

function isExactlyFor({ target, allow_private }: EgressRule, host: string): boolean {
  const exact = exactTarget(host);
  if ("domain" in exact) return target.kind === "host" && target.host === host;
  return target.kind === "cidr" && target.cidr === exact.cidr && (exact.allow_private !== true || allow_private);
}

function draftsFor({ egress }: Policy, host: string, credential: string | undefined): Draft[] {
  return egress.flatMap((rule, index) =>
    isExactlyFor(rule, host) && rule.credential === credential
      ? [
          {
            index,
            ports: new Set(rule.ports),
            methods: new Set(rule.methods.length > 0 ? rule.methods : [ANY]),
            newPorts: new Set<number>(),
            newMethods: new Set<string>(),
          },
        ]
      : [],
  );
}

/** Takes what the rule allows now from what is missing. */
function settle(missing: Missing, draft: Draft): void {
  for (const port of draft.ports) {
    const methods = missing.get(port);
    if (methods === undefined) continue;
    for (const method of draft.methods) methods.delete(method);
    if (draft.methods.has(ANY) || methods.size === 0) missing.delete(port);
  }
}

/** Widens a rule by a method that is missing on all of its ports, or by a port whose missing methods are its own; false when neither is. */
function widen(missing: Missing, draft: Draft): boolean {
  const [somePort] = draft.ports;
  if (!draft.methods.has(ANY) && somePort !== undefined) {
    for (const method of missing.get(somePort) ?? []) {
      if (method === ANY || ![...draft.ports].every((port) => missing.get(port)?.has(method))) continue;
      draft.methods.add(method);
      draft.newMethods.add(method);
      settle(missing, draft);
      return true;
    }
  }
  for (const [port, methods] of missing) {
    if (draft.ports.has(port) || !sameSet(methods, draft.methods)) continue;
    draft.ports.add(port);
    draft.newPorts.add(port);
    settle(missing, draft);
    return true;
  }
  return false;
}

/** New rules for what is still missing: ports with the same methods share one. */
function newRules(missing: Missing, host: string, credential: string | undefined): PolicyEdit[] {
  const groups = new Map<string, { ports: number[]; methods: string[] }>();
  for (const [port, missed] of [...missing].sort(([a], [b]) => a - b)) {
    const methods = missed.has(ANY) ? [] : [...missed].sort();
    const key = methods.join(" ");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { ports: [port], methods });
    else group.ports.push(port);
  }
  return [...groups.values()].map(({ ports, methods }) => ({
    kind: "add_egress",
    rule: {
      ...exactTarget(host),
      ports,
      ...(methods.length === 0 ? {} : { methods }),
      ...(credential === undefined ? {} : { credential }),
    },
  }));
}

function missingOf(actions: readonly EgressAction[]): Missing {
  const missing: Missing = new Map();
  for (const { port, method } of actions) {
    const methods = missing.get(port) ?? new Set();
    methods.add(method ?? ANY);
    missing.set(port, methods);
  }
  // Any method includes each.
  for (const [port, methods] of missing) if (methods.has(ANY)) missing.set(port, new Set([ANY]));
  return missing;
}

/**
 * The edits that allow these actions, of one host and one credential, and nothing else: an existing rule for exactly this
 * host is widened where that allows no more than is missing, else a rule is added.
 */
export function planEgress(policy: Policy, actions: readonly [EgressAction, ...EgressAction[]]): PolicyEdit[] {
  const [{ host, credential }] = actions;
  const missing = missingOf(actions);
  const edits: PolicyEdit[] = [];
  for (const draft of draftsFor(policy, host, credential)) {
    while (widen(missing, draft));
    const { index, newPorts, newMethods } = draft;
    if (newPorts.size + newMethods.size === 0) continue;
    edits.push({
      kind: "add_to_egress",
      index,
      ...(newPorts.size === 0 ? {} : { ports: [...newPorts].sort((a, b) => a - b) }),
      ...(newMethods.size === 0 ? {} : { methods: [...newMethods].sort() }),
    });
  }
  return [...edits, ...newRules(missing, host, credential)];
}
