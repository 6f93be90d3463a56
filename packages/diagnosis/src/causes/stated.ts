import type { Report } from "../fold/report.ts";
import { RULE_OF_CODE, RULE_OF_EVENT } from "../rules/index.ts";
import { type Cause, causeOfReport } from "./cause.ts";
import type { Course } from "./course.ts";

function declaredBy(report: Report): Cause[] {
  return report.codes.flatMap((code) => {
    const rule = RULE_OF_CODE.get(code);
    return rule === undefined ? [] : [causeOfReport(rule, report)];
  });
}

/** The causes that the runtime names itself, by codes and by types of events. */
interface StatedCauses {
  /** What the events that ended the run declare. */
  byEnd: Cause[];
  /** What failed before, in the order of time. */
  before: Cause[];
}

export function statedCauses(course: Course): StatedCauses {
  const incidents = course.incidents.flatMap((report) => {
    const rule = RULE_OF_EVENT.get(report.event_type);
    return rule === undefined ? [] : [causeOfReport(rule, report)];
  });
  return {
    byEnd: course.endings.flatMap(declaredBy),
    before: [...course.failures.flatMap(declaredBy), ...incidents].sort((a, b) => a.at - b.at || a.seq - b.seq),
  };
}

/** Events that put the record in doubt or ask for a person: they count whatever happened before or after. */
export function doubts(reports: readonly Report[], ruleIds: readonly string[]): Cause[] {
  return reports.flatMap((report) => {
    const rule = RULE_OF_EVENT.get(report.event_type);
    return rule !== undefined && ruleIds.includes(rule.id) ? [causeOfReport(rule, report)] : [];
  });
}
