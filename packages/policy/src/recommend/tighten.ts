import { quote } from "@operator/contract";
import type { PolicyEdit } from "../document/policy-edit.ts";
import type { Action } from "../evaluate/action.ts";
import { type CompiledPolicy, compilePolicy } from "../evaluate/compile.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import type { EgressRule, McpServer } from "../policy.ts";
import type { RunDecisions } from "../replay/replay.ts";
import { proposeEdits, type Recommendation, type StoredPolicy } from "./recommend.ts";
import type { RecommendRefusal } from "./refusal.ts";

/** How often each rule was used in a window, with what of it. */
export interface RuleUsage {
  rule: string;
  /** Allowed actions that the rule allows. */
  uses: number;
  used: string[];
  unused: string[];
}

interface Use {
  uses: number;
  ports: Set<number>;
  methods: Set<string>;
  /** True when some action came without a method: any of the rule's may have been used. */
  anyMethod: boolean;
  tools: Set<string>;
}

const emptyUse = (): Use => ({ uses: 0, ports: new Set(), methods: new Set(), anyMethod: false, tools: new Set() });

/** The rules that may have allowed an action: the one that does, and for an action without a method all that allow some method. */
function rulesOf(compiled: CompiledPolicy, lenient: readonly CompiledPolicy[], action: Action): string[] {
  if (action.kind === "egress" && action.method === undefined) {
    return lenient.flatMap((one, index) => (evaluate(one, action).effect === "allow" ? [`egress[${index}]`] : []));
  }
  const decision = evaluate(compiled, action);
  return decision.effect === "allow" ? [decision.rule] : [];
}

function noteUse(use: Use, action: Action, count: number): void {
  use.uses += count;
  if (action.kind === "tool") use.tools.add(action.tool);
  if (action.kind !== "egress") return;
  use.ports.add(action.port);
  if (action.method === undefined) use.anyMethod = true;
  else use.methods.add(action.method.toUpperCase());
}

function countUses(compiled: CompiledPolicy, runs: readonly RunDecisions[]): Map<string, Use> {
  const { policy } = compiled;
  const lenient = policy.egress.map((rule) => compilePolicy({ ...policy, egress: [{ ...rule, methods: [] }] }));
  const uses = new Map<string, Use>();
  for (const { action, effect, claimed, count } of runs.flatMap(({ decisions }) => decisions)) {
    if (effect !== "allow" || claimed || action === undefined) continue;
    for (const rule of rulesOf(compiled, lenient, action)) {
      const use = uses.get(rule) ?? emptyUse();
      uses.set(rule, use);
      noteUse(use, action, count);
    }
  }
  return uses;
}

/** What of an egress rule no run used. Wildcards and ranges that were used stay as wide as they are. */
function tightenEgress(
  { ports, methods }: EgressRule,
  index: number,
  use: Use,
): { edits: PolicyEdit[]; usage: RuleUsage } {
  const rule = `egress[${index}]`;
  if (use.uses === 0) {
    return {
      edits: [{ kind: "remove_egress", index }],
      usage: { rule, uses: 0, used: [], unused: ["the whole rule"] },
    };
  }
  const unusedPorts = ports.filter((port) => !use.ports.has(port));
  const unusedMethods = use.anyMethod ? [] : methods.filter((method) => !use.methods.has(method));
  const unlisted = methods.length === 0 && !use.anyMethod;
  const edits: PolicyEdit[] = [];
  if (unusedPorts.length + unusedMethods.length > 0) {
    edits.push({
      kind: "remove_from_egress",
      index,
      ...(unusedPorts.length === 0 ? {} : { ports: unusedPorts }),
      ...(unusedMethods.length === 0 ? {} : { methods: unusedMethods }),
    });
  }
  if (unlisted) edits.push({ kind: "set_egress_lists", index, methods: [...use.methods].sort() });
  const usage = {
    rule,
    uses: use.uses,
    used: [...[...use.ports].sort((a, b) => a - b).map((port) => `port ${port}`), ...[...use.methods].sort()],
    unused: [...unusedPorts.map((port) => `port ${port}`), ...(unlisted ? ["every other method"] : unusedMethods)],
  };
  return { edits, usage };
}

/** Names of tools may hold anything. */
const toolInWords = (tool: string): string => `tool ${quote(tool)}`;

function tightenServer(
  { allowed_tools }: McpServer,
  index: number,
  use: Use,
): { edits: PolicyEdit[]; usage: RuleUsage } {
  const unused = allowed_tools.filter((tool) => !use.tools.has(tool));
  return {
    edits: unused.map((tool) => ({ kind: "remove_allowed_tool", server: index, tool })),
    usage: {
      rule: `mcp_servers[${index}]`,
      uses: use.uses,
      used: [...use.tools].sort().map(toolInWords),
      unused: unused.map(toolInWords),
    },
  };
}

/**
 * Recommends to remove the rules, ports, methods and tools that no run of a window used. Where the decisions of some run are
 * not known in full, nothing can be said to be unused.
 */
export function recommendTightening(
  stored: StoredPolicy,
  runs: readonly RunDecisions[],
): (Recommendation & { usage: RuleUsage[] }) | RecommendRefusal {
  if (runs.length === 0 || runs.some(({ complete }) => !complete)) return { kind: "usage_unknown" };
  const { policy } = stored.compiled;
  const uses = countUses(stored.compiled, runs);
  const useOf = (rule: string): Use => uses.get(rule) ?? emptyUse();
  const tightened = [
    ...policy.egress.map((rule, index) => tightenEgress(rule, index, useOf(`egress[${index}]`))),
    ...policy.mcp_servers.map((server, index) => tightenServer(server, index, useOf(`mcp_servers[${index}]`))),
  ];
  const edits = tightened.flatMap((one) => one.edits);
  if (edits.length === 0) return { kind: "nothing_to_tighten" };
  const proposal = proposeEdits(stored, edits, []);
  if (proposal.kind !== "recommended") return proposal;
  return { ...proposal, usage: tightened.flatMap(({ edits: made, usage }) => (made.length === 0 ? [] : [usage])) };
}
