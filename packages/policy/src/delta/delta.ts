import { type JsonValue, quote } from "@operator/contract";
import { describeTarget } from "../explain/words.ts";
import { writeDestination } from "../hosts/host.ts";
import type { Credential, Policy } from "../policy.ts";
import { ANY_METHOD, coverageOf, type Reach, reachOf } from "./reach.ts";

/** A part of a policy that decides no action by itself: a credential, a hook, a denied tool, a setting. */
export interface PartChange {
  change: "added" | "removed" | "changed";
  part: "credential" | "hook" | "mcp_server" | "denied_tool" | "setting";
  name: string;
  /** Of a credential: its type afterwards, or before it was removed. */
  credential_type?: Credential["type"];
}

/** What a change of a policy changes: reach that is new, reach that is gone, and the parts that are no reach. */
export interface Delta {
  added: Reach[];
  removed: Reach[];
  parts: PartChange[];
  /** All of it in words, a line each. */
  summary: string[];
}

/** Reach that a delta lists; more is counted. A person cannot review more. */
const MAX_LISTED = 200;

/** A reach as a sentence takes it. */
export function reachInWords(reach: Reach): string {
  switch (reach.kind) {
    case "egress": {
      const method = reach.method === ANY_METHOD ? "any method" : reach.method;
      const credential = reach.credential === undefined ? "" : ` with credential ${quote(reach.credential)}`;
      return `egress to ${writeDestination(reach.target, reach.port)}, ${method}${credential}${reach.private ? " (private network)" : ""}`;
    }
    case "tool":
      return `tool ${quote(reach.tool)} of MCP server ${quote(reach.server)}`;
    case "ingress":
      return `ingress ${quote(reach.path)} on port ${reach.port}`;
  }
}

function byName<Part>(parts: readonly Part[], name: (part: Part) => string): Map<string, Part> {
  return new Map(parts.map((part) => [name(part), part]));
}

/** Equal parts have equal JSON: their fields come in the order in which the document's reader writes them. */
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function changesOf<Part>(
  part: PartChange["part"],
  before: ReadonlyMap<string, Part>,
  after: ReadonlyMap<string, Part>,
  facts: (one: Part) => Partial<PartChange> = () => ({}),
): PartChange[] {
  const changes: PartChange[] = [];
  for (const [name, one] of after) {
    const known = before.get(name);
    if (known === undefined) changes.push({ change: "added", part, name, ...facts(one) });
    else if (!same(known, one)) changes.push({ change: "changed", part, name, ...facts(one) });
  }
  for (const [name, one] of before)
    if (!after.has(name)) changes.push({ change: "removed", part, name, ...facts(one) });
  return changes;
}

function deniedTools(policy: Policy): Map<string, true> {
  return new Map(
    policy.mcp_servers.flatMap(({ name, denied_tools }) => denied_tools.map((tool) => [`${name}/${tool}`, true])),
  );
}

function serverFields(policy: Policy): Map<string, JsonValue> {
  return new Map(policy.mcp_servers.map(({ name, fields }) => [name, fields]));
}

/** How requests are made, and what binds a rule to a server: no reach, but not nothing. */
function transports({ egress }: Policy): Map<string, JsonValue> {
  return new Map(
    egress.flatMap(({ transport, mcp_server_id, ...rule }): [string, JsonValue][] =>
      Object.keys(transport).length > 0 || mcp_server_id !== undefined
        ? [
            [
              `transport to ${describeTarget(rule)}:${rule.ports.join()}`,
              { ...transport, mcp_server_id: mcp_server_id ?? null },
            ],
          ]
        : [],
    ),
  );
}

function partChanges(before: Policy, after: Policy): PartChange[] {
  const settings = (policy: Policy): Map<string, JsonValue> =>
    new Map([
      ...Object.entries(policy.settings),
      ...transports(policy),
      ...(policy.agent === undefined ? [] : [["agent", policy.agent] as const]),
    ]);
  return [
    ...changesOf(
      "credential",
      byName(before.credentials, ({ id }) => id),
      byName(after.credentials, ({ id }) => id),
      ({ type }) => ({ credential_type: type }),
    ),
    ...changesOf(
      "hook",
      byName(before.hooks, ({ name }) => name),
      byName(after.hooks, ({ name }) => name),
    ),
    ...changesOf("mcp_server", serverFields(before), serverFields(after)),
    ...changesOf("denied_tool", deniedTools(before), deniedTools(after)),
    ...changesOf("setting", settings(before), settings(after)),
  ];
}

/** A change of a part, such as `added: brokered credential "maps"`. */
export function partInWords({ change, part, name, credential_type: type }: PartChange): string {
  return `${change}: ${type === undefined ? "" : `${type} `}${part.replace("_", " ")} ${quote(name)}`;
}

/**
 * What changes from one policy to another. Reach that the policy before allowed already, by whatever rule, is not new;
 * reach that the policy after still allows is not gone.
 */
export function delta(before: Policy, after: Policy): Delta {
  const had = coverageOf(before);
  const has = coverageOf(after);
  const added = reachOf(after).filter((reach) => !had(reach));
  const removed = reachOf(before).filter((reach) => !has(reach));
  const parts = partChanges(before, after);
  const lines = [
    ...added.map((reach) => `added: ${reachInWords(reach)}`),
    ...removed.map((reach) => `removed: ${reachInWords(reach)}`),
    ...parts.map(partInWords),
  ];
  const more = lines.length - MAX_LISTED;
  return {
    added,
    removed,
    parts,
    summary: more > 0 ? [...lines.slice(0, MAX_LISTED), `and ${more} more changes`] : lines,
  };
}
