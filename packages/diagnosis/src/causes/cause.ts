import { quote } from "@operator/contract";
import type { Finding, Report } from "../fold/report.ts";
import type { Denial } from "../fold/state.ts";
import type { Rule } from "../rules/rule.ts";

/** A place in the log that supports a diagnosis. */
export interface Support {
  seq: number;
  event_type: string;
}

/** Something that may have made a run fail: a rule, with what it matched. */
export interface Cause {
  rule: Rule;
  at: number;
  seq: number;
  /** Named fragments for the sentence of the rule. Data only. */
  facts: Readonly<Record<string, string>>;
  supports: readonly Support[];
  report?: Report;
  finding?: Finding;
  denial?: Denial;
}

function fill(template: string, facts: Readonly<Record<string, string>>): string | undefined {
  let complete = true;
  const sentence = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const fact = Object.hasOwn(facts, name) ? facts[name] : undefined;
    if (fact === undefined) complete = false;
    return quote(fact ?? "");
  });
  return complete ? sentence : undefined;
}

/** The root cause in the fullest sentence for which there are facts. */
export function sentenceOf({ rule, facts }: Cause): string {
  for (const template of rule.rootCause) {
    const sentence = fill(template, facts);
    if (sentence !== undefined) return sentence;
  }
  return rule.rootCause.at(-1)?.replace(/\{\w+\}/g, "an unnamed one") ?? rule.matches;
}

/** The facts of a rule in what an event states. */
function statedFacts(rule: Rule, report: Report): Record<string, string> {
  const facts: Record<string, string> = {};
  for (const [name, fields] of Object.entries(rule.facts ?? {})) {
    const text = fields.map((field) => report.stated[field]).find((value) => value !== undefined);
    // A code is no explanation: it is what the rule already says.
    if (text !== undefined && !(name === "reason" && report.codes.includes(text))) facts[name] = text;
  }
  return facts;
}

/** A cause that an event of the runtime states by its code or type. */
export function causeOfReport(rule: Rule, report: Report): Cause {
  const { at, seq, event_type } = report;
  return { rule, at, seq, facts: statedFacts(rule, report), supports: [{ seq, event_type }], report };
}

/** A cause that a text of an event shows. */
export function causeOfFinding(rule: Rule, report: Report, finding: Finding): Cause {
  const { at, seq, event_type } = report;
  return { rule, at, seq, facts: finding.facts, supports: [{ seq, event_type }], report, finding };
}
