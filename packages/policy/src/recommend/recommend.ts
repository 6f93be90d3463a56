import type { RiskLevel } from "@operator/contract";
import { type Delta, delta } from "../delta/delta.ts";
import { type Finding, findingsOf, riskOf } from "../delta/risk.ts";
import { editPolicy } from "../document/edit-policy.ts";
import type { PolicyEdit } from "../document/policy-edit.ts";
import { readPolicy } from "../document/read-policy.ts";
import { unifiedDiff } from "../document/unified-diff.ts";
import type { Action } from "../evaluate/action.ts";
import { type CompiledPolicy, compilePolicy } from "../evaluate/compile.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import { writeDestination } from "../hosts/host.ts";
import type { Policy } from "../policy.ts";
import { planEdits } from "./plan.ts";
import type { RecommendRefusal } from "./refusal.ts";
import { admit, type Wish } from "./wish.ts";

/** A stored policy: its document, and what it means. */
export interface StoredPolicy {
  text: string;
  compiled: CompiledPolicy;
}

/** What a recommended patch changes in terms of the confirmation protocol. */
type PolicyChangeType = "policy_patch" | "credential_binding" | "direct_lease";

/** A patch that is proposed, with everything that a reviewer needs to judge it. */
export interface Recommendation {
  kind: "recommended";
  change_type: PolicyChangeType;
  /** Unified diff against the stored document. */
  diff: string;
  /** The whole document after it. */
  policy_yaml: string;
  candidate: CompiledPolicy;
  delta: Delta;
  findings: Finding[];
  risk_level: RiskLevel;
  affected_destinations: string[];
  credential_ids: string[];
  /** The actions that were denied and are allowed after it. */
  flips: Action[];
}

function changeTypeOf({ added, parts }: Delta, findings: readonly Finding[]): PolicyChangeType {
  if (findings.some(({ finding }) => finding === "direct_lease")) return "direct_lease";
  const bindsOnly =
    added.every((reach) => reach.kind === "egress" && reach.credential !== undefined) &&
    parts.every(({ part }) => part === "credential");
  return bindsOnly && (added.length > 0 || parts.length > 0) && parts.some(({ change }) => change === "added")
    ? "credential_binding"
    : "policy_patch";
}

const unique = <Item>(items: readonly Item[]): Item[] => [...new Set(items)];

/** What a change of a document is, seen as a proposal; `policy_yaml` must be a valid document. */
export function describeChange(
  before: StoredPolicy,
  policyYaml: string,
  after: Policy,
): Omit<Recommendation, "kind" | "flips"> {
  const change = delta(before.compiled.policy, after);
  const findings = findingsOf(change);
  const egress = change.added.filter((reach) => reach.kind === "egress");
  const credentials = change.parts.filter(({ part }) => part === "credential").map(({ name }) => name);
  return {
    change_type: changeTypeOf(change, findings),
    diff: unifiedDiff(before.text, policyYaml),
    policy_yaml: policyYaml,
    candidate: compilePolicy(after),
    delta: change,
    findings,
    risk_level: riskOf(findings),
    affected_destinations: unique(egress.map(({ target, port }) => writeDestination(target, port))),
    credential_ids: unique([...credentials, ...egress.flatMap(({ credential }) => credential ?? [])]),
  };
}

/** Applies edits, and refuses where the result is no valid document. */
export function proposeEdits(
  before: StoredPolicy,
  edits: readonly PolicyEdit[],
  flips: readonly Action[],
): Recommendation | RecommendRefusal {
  const policyYaml = editPolicy(before.text, edits);
  const read = readPolicy(policyYaml);
  if (read.kind === "invalid") return { kind: "candidate_invalid", errors: read.errors };
  const proposal = describeChange(before, policyYaml, read.policy);
  if (flips.some((action) => evaluate(proposal.candidate, action).effect === "deny")) {
    throw new Error("a recommended patch does not allow what it was made for");
  }
  return { kind: "recommended", ...proposal, flips: [...flips] };
}

/**
 * Recommends the least change of a policy that makes a wish come true: the hosts, ports, methods, tools and credentials
 * that it names and no others. Nothing is applied.
 */
export function recommendPatch(stored: StoredPolicy, wish: Wish): Recommendation | RecommendRefusal {
  const actions: Action[] = [];
  for (const action of wish.actions) {
    const admitted = admit(action);
    if (isRecommendRefusal(admitted)) return admitted;
    actions.push(admitted);
  }
  const plan = planEdits(stored.compiled, { ...wish, actions });
  if ("kind" in plan) return plan;
  return proposeEdits(stored, plan.edits, plan.flips);
}

const ACTION_KINDS: ReadonlySet<string> = new Set<Action["kind"]>(["egress", "tool", "ingress"]);

/** Tells a refusal from what else the same functions answer. */
export function isRecommendRefusal(value: Action | Wish | RecommendRefusal): value is RecommendRefusal {
  return "kind" in value && !ACTION_KINDS.has(value.kind);
}
