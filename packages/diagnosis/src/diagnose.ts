import type { ErrorCategory, EvidenceRef, NextAction } from "@operator/contract";
import type { Finding, RunState } from "./fold/state.ts";
import { ruleById } from "./rules/index.ts";
import { rankOf } from "./rules/match.ts";
import type { Rule } from "./rules/rule.ts";
import { quote } from "./text.ts";

/** Why a failed run failed. */
export interface Diagnosis {
  category: ErrorCategory;
  nextAction: NextAction;
  rootCause: string;
  /** What the diagnosis rests on, the weightiest first; empty when nothing was recognised. */
  findings: Finding[];
}

function rootCause(rule: Rule, finding: Finding): string {
  let complete = true;
  const sentence = rule.rootCause.replace(/\{(\w+)\}/g, (_, name: string) => {
    const fact = Object.hasOwn(finding.facts, name) ? finding.facts[name] : undefined;
    if (fact === undefined) complete = false;
    return quote(fact ?? "");
  });
  return complete ? sentence : (rule.otherwise ?? rule.rootCause);
}

/** How fully a rule's sentence can be said: a finding with all its facts tells more than one without. */
function tellsAll(rule: Rule, finding: Finding): boolean {
  return [...rule.rootCause.matchAll(/\{(\w+)\}/g)].every(([, name]) => Object.hasOwn(finding.facts, name ?? ""));
}

function inconclusive(state: RunState): Diagnosis {
  const { end } = state;
  const said = end?.reason === undefined ? "The runtime gave no reason" : `The runtime says ${quote(end.reason)}`;
  const code = end?.exit_code === undefined ? "" : ` (exit code ${end.exit_code})`;
  return {
    category: "agent_runtime_exception",
    nextAction: "ask_user",
    rootCause: `Inconclusive: ${said}${code}, and no event carries a failure context or an error output that names a cause.`,
    findings: [],
  };
}

/**
 * The diagnosis of a failed run. The category is what the runtime declares; else the earliest event that is a failure of
 * its own; else what the captured error text shows; else it is inconclusive. The sentence and the action come from the
 * finding of that category that tells most: error text before event before declaration.
 */
export function diagnose(state: RunState): Diagnosis {
  const known = state.findings.flatMap((finding) => {
    const rule = ruleById(finding.rule);
    return rule === undefined ? [] : [{ finding, rule }];
  });
  const deciding = known[0];
  if (deciding === undefined) return inconclusive(state);
  const { category } = deciding.rule;
  const [telling = deciding, ...rest] = known
    .filter(({ rule }) => rule.category === category)
    .sort(
      (a, b) =>
        Number(tellsAll(b.rule, b.finding)) - Number(tellsAll(a.rule, a.finding)) ||
        rankOf(b.finding) - rankOf(a.finding),
    );
  return {
    category,
    nextAction: telling.rule.nextAction,
    rootCause: rootCause(telling.rule, telling.finding),
    findings: [telling.finding, ...rest.map(({ finding }) => finding)],
  };
}

/** Refs to the stored events at these positions of the run's log, each position once, in the order of the log. */
export function auditRefs(marks: readonly { seq: number; event_type: string }[]): EvidenceRef[] {
  const bySeq = new Map(marks.map(({ seq, event_type }) => [seq, event_type]));
  return [...bySeq]
    .sort(([a], [b]) => a - b)
    .map(([seq, type]) => ({ type: "audit_seq", ref: String(seq), detail: type }));
}

/** A ref to the run itself. */
export function runRef(runId: string): EvidenceRef {
  return { type: "run_id", ref: runId };
}
