import type { PolicyEdit } from "../document/policy-edit.ts";
import type { Action } from "../evaluate/action.ts";
import type { CompiledPolicy } from "../evaluate/compile.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import { hostOf } from "../hosts/host.ts";
import type { Policy } from "../policy.ts";
import { planEgress } from "./plan-egress.ts";
import type { RecommendRefusal } from "./refusal.ts";
import type { Wish } from "./wish.ts";

type EgressAction = Extract<Action, { kind: "egress" }>;
type ToolAction = Extract<Action, { kind: "tool" }>;

/**
 * Drops reports that say less than another one of the same destination: gateway and daemon report the same denial each in its
 * own words. A report without a method is that of the one that has it; what is asked without a credential is allowed by a
 * rule that injects one.
 */
function withoutVague(actions: readonly EgressAction[]): EgressAction[] {
  const samePlace = (a: EgressAction, b: EgressAction): boolean => a.host === b.host && a.port === b.port;
  const hasMethod = ({ credential, ...vague }: EgressAction): boolean =>
    actions.some(
      (exact) =>
        samePlace(vague, exact) &&
        exact.method !== undefined &&
        (credential === undefined || credential === exact.credential),
    );
  const told = actions.filter((action) => action.method !== undefined || !hasMethod(action));
  const hasCredential = ({ method, ...vague }: EgressAction): boolean =>
    told.some(
      (exact) =>
        samePlace(vague, exact) &&
        exact.credential !== undefined &&
        (exact.method === undefined || exact.method === method),
    );
  return told.filter((action) => action.credential !== undefined || !hasCredential(action));
}

function groupEgress(actions: readonly EgressAction[]): [EgressAction, ...EgressAction[]][] {
  const groups = new Map<string, [EgressAction, ...EgressAction[]]>();
  for (const action of actions) {
    const key = `${action.host} ${action.credential ?? ""}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [action]);
    else group.push(action);
  }
  return [...groups.values()];
}

function planTool(policy: Policy, { server, tool }: ToolAction): PolicyEdit[] | RecommendRefusal {
  const index = policy.mcp_servers.findIndex(({ name }) => name === server);
  const known = policy.mcp_servers[index];
  if (known === undefined) return { kind: "mcp_server_not_declared" };
  const lifted: PolicyEdit[] = known.denied_tools.includes(tool)
    ? [{ kind: "remove_denied_tool", server: index, tool }]
    : [];
  return known.allowed_tools.includes(tool) ? lifted : [...lifted, { kind: "add_allowed_tool", server: index, tool }];
}

/** Binding a credential declares it where it is not, and injects it on the rules for that very host. */
function planBinding(policy: Policy, { credential, host }: NonNullable<Wish["bind"]>): PolicyEdit[] | RecommendRefusal {
  const isDeclared = policy.credentials.some(({ id }) => id === credential);
  const name = hostOf(host)?.text;
  const edits: PolicyEdit[] = isDeclared
    ? []
    : [{ kind: "add_credential", credential: { id: credential, type: "brokered", service: host } }];
  for (const [index, rule] of policy.egress.entries()) {
    if (rule.target.kind !== "host" || rule.target.host !== name || rule.credential === credential) continue;
    // Whose credential a rule injects is a decision that this sentence does not speak of.
    if (rule.credential === undefined) edits.push({ kind: "set_egress_credential", index, credential });
  }
  return edits.length === 0 ? { kind: "action_allowed" } : edits;
}

/** What is to be allowed, and the edits that do it. */
export interface Plan {
  edits: PolicyEdit[];
  /** The actions that the policy denies now and that the edits allow. */
  flips: Action[];
}

/** Plans the least edits that make a wish come true. */
export function planEdits(compiled: CompiledPolicy, wish: Wish): Plan | RecommendRefusal {
  const { policy } = compiled;
  const egress = wish.actions.filter((action) => action.kind === "egress");
  const tools = wish.actions.filter((action) => action.kind === "tool");
  const denied = <One extends Action>(actions: readonly One[]): One[] =>
    actions.filter((action) => evaluate(compiled, action).effect === "deny");
  const wanted = denied(withoutVague(egress));
  const flips: Action[] = [...wanted, ...denied(tools)];

  const undeclared = wanted.some(
    ({ credential }) => credential !== undefined && !policy.credentials.some(({ id }) => id === credential),
  );
  if (undeclared) return { kind: "credential_not_declared" };
  const edits = groupEgress(wanted).flatMap((group) => planEgress(policy, group));
  for (const tool of denied(tools)) {
    const planned = planTool(policy, tool);
    if ("kind" in planned) return planned;
    edits.push(...planned);
  }
  if (wish.credential !== undefined) edits.push({ kind: "add_credential", credential: wish.credential });
  if (wish.bind !== undefined) {
    const planned = planBinding(policy, wish.bind);
    if ("kind" in planned) return planned;
    edits.push(...planned);
  }
  return edits.length === 0 ? { kind: "action_allowed" } : { edits, flips };
}
