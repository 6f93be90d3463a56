import { quote } from "@operator/contract";
import { type Action, DEFAULT_DENY, type Decision } from "../evaluate/action.ts";
import type { CompiledPolicy } from "../evaluate/compile.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import type { Observation } from "../observe/observation.ts";
import { describeAction, describeDenial } from "./words.ts";

/** What blocked an action, and why. */
export interface Explanation {
  denied_action: string;
  blocking_rule_id: string;
  policy_digest?: string;
  rationale: string;
  /** The rules that the rationale speaks of, to be cited as evidence: the blocking one, and the nearest. */
  rules: string[];
}

type Blocking = Pick<Explanation, "blocking_rule_id" | "rationale" | "rules">;

/** The revision under which a run was denied, as far as it is known. */
export type PolicyInForce =
  /** `digest` is what the run states, or else ours. */
  | { kind: "known"; compiled: CompiledPolicy; digest: string; revision: number; named: "by_run" | "by_time" }
  /** The run names a revision that nobody stored here. */
  | { kind: "unknown"; digest: string }
  /** Neither does the run name a revision, nor was one stored when it was denied. */
  | { kind: "none" };

/** The rule id where neither the runtime nor a known policy names one. */
const UNKNOWN_RULE = "unknown";

/** A rule id as rules are written; anything else that an event states is quoted, not repeated as an id. */
const RULE_ID = /^[a-z_]{1,40}(?:\[\d{1,6}\])?(?:\.[a-z_]{1,40}(?:\[\d{1,6}\])?){0,4}$/;

/** Explains an action that a policy would deny before any run; `undefined` when it allows it. */
export function explainAction(compiled: CompiledPolicy, digest: string, action: Action): Explanation | undefined {
  const decision = evaluate(compiled, action);
  if (decision.effect === "allow") return undefined;
  return {
    denied_action: describeAction(action),
    blocking_rule_id: decision.rule,
    policy_digest: digest,
    rationale: describeDenial(compiled.policy, decision),
    rules: rulesOf(decision.rule, decision),
  };
}

function rulesOf(blocking: string, { nearest }: Extract<Decision, { effect: "deny" }>): string[] {
  return nearest === undefined ? [blocking] : [blocking, nearest.rule];
}

function statedSentence({ rule, reason }: Observation): string {
  const named = rule === undefined ? "" : ` by ${RULE_ID.test(rule) ? rule : quote(rule)}`;
  return `The runtime denied it${named}${reason === undefined ? "" : `, saying ${quote(reason)}`}.`;
}

const statedRule = ({ rule }: Observation): string | undefined =>
  rule !== undefined && RULE_ID.test(rule) ? rule : undefined;

function withoutPolicy(observed: Observation, why: string): Blocking {
  const stated = statedRule(observed);
  return {
    blocking_rule_id: stated ?? UNKNOWN_RULE,
    rationale: `${why} ${statedSentence(observed)}`,
    rules: stated === undefined ? [] : [stated],
  };
}

/**
 * Explains a denial that the runtime stated, under the policy that was in force. What the runtime states of the rule is
 * kept; where the policy as it is known here decides otherwise, the rationale says so instead of inventing a rule.
 */
export function explainObserved(observed: Observation, inForce: PolicyInForce): Explanation {
  const denied_action =
    observed.action === undefined ? "an action that the event does not name" : describeAction(observed.action);
  switch (inForce.kind) {
    case "unknown":
      return {
        denied_action,
        policy_digest: inForce.digest,
        ...withoutPolicy(
          observed,
          "The policy revision in force is unknown to this service, so that the nearest rule is not known.",
        ),
      };
    case "none":
      return {
        denied_action,
        ...withoutPolicy(observed, "The run names no policy revision and none was stored at that time."),
      };
    case "known":
      return { denied_action, policy_digest: inForce.digest, ...underPolicy(observed, inForce) };
  }
}

function underPolicy(
  observed: Observation,
  { compiled, revision, named }: Extract<PolicyInForce, { kind: "known" }>,
): Blocking {
  const source =
    named === "by_run" ? `revision ${revision}` : `revision ${revision} (in force at that time; the run names none)`;
  const { action } = observed;
  if (action === undefined) {
    return withoutPolicy(observed, `The event does not name the action in a form that ${source} could decide.`);
  }
  const decision = evaluate(compiled, action);
  if (decision.effect === "allow") {
    const doubt = `Not a policy denial as far as this service can tell: ${source} allows the action by ${decision.rule}.`;
    return withoutPolicy(observed, doubt);
  }
  const stated = statedRule(observed);
  // A runtime that knows no guards writes the default for what a guard blocks.
  const agrees = stated === undefined || stated === decision.rule || stated === DEFAULT_DENY;
  const blocking = agrees ? decision.rule : stated;
  return {
    blocking_rule_id: blocking,
    rules: rulesOf(blocking, decision),
    rationale: `Under ${source}: ${describeDenial(compiled.policy, decision)}${agrees ? "" : ` ${statedSentence(observed)}`}`,
  };
}
