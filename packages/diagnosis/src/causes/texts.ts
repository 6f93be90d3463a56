import type { ErrorCategory } from "@operator/contract";
import type { Finding, Report } from "../fold/report.ts";
import { RULE_OF_CODE, RULE_OF_EVENT, ruleById } from "../rules/index.ts";
import type { Rule } from "../rules/rule.ts";
import { type Cause, causeOfFinding } from "./cause.ts";
import type { Course } from "./course.ts";

interface Candidate {
  rule: Rule;
  report: Report;
  finding: Finding;
}

/** The category that an event states by its type or its code, unless that is only that the agent's code failed. */
function statedCategory({ event_type, codes }: Report): ErrorCategory | undefined {
  const rule = RULE_OF_EVENT.get(event_type) ?? codes.map((code) => RULE_OF_CODE.get(code)).find(Boolean);
  return rule?.category === "agent_runtime_exception" ? undefined : rule?.category;
}

function isSetup(rule: Rule): boolean {
  return "text" in rule.match && rule.match.voice === "setup";
}

/**
 * True when the text can prove what the rule says. What builds, verifies and starts an agent speaks before the agent's code
 * runs; afterwards only the runtime's own words tell of it, and not where they repeat what the agent printed. And the
 * runtime's words for a failure that it names describe that failure, not another one.
 */
function isCredible({ rule, report, finding }: Candidate, course: Course, all: readonly Candidate[]): boolean {
  const stated = statedCategory(report);
  if (!finding.printed && stated !== undefined && stated !== rule.category && !isSetup(rule)) return false;
  if (!isSetup(rule) || !course.began) return true;
  return !finding.printed && !all.some((other) => other.rule === rule && other.finding.printed);
}

function candidatesIn(reports: readonly Report[]): Candidate[] {
  return reports.flatMap((report) =>
    report.findings.flatMap((finding): Candidate[] => {
      const rule = ruleById(finding.rule);
      return rule === undefined ? [] : [{ rule, report, finding }];
    }),
  );
}

function ranked(candidates: readonly Candidate[]): Cause[] {
  return [...candidates]
    .sort((a, b) => b.finding.strength - a.finding.strength || a.report.at - b.report.at || a.report.seq - b.report.seq)
    .map(({ rule, report, finding }) => causeOfFinding(rule, report, finding));
}

/** The causes that the texts of failures, of ends and of attached logs show: the one that says most first, of equals the earlier. */
export function textCauses(course: Course): Cause[] {
  const all = candidatesIn([...course.failures, ...course.endings, ...course.attached]);
  return ranked(all.filter((candidate) => isCredible(candidate, course, all)));
}

/** What the texts of incidents tell of them. */
export function incidentDetails(course: Course): Cause[] {
  const all = candidatesIn(course.incidents);
  return ranked(all.filter((candidate) => isCredible(candidate, course, all)));
}
