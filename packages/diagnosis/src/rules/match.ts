import { type RunEvent, textOf } from "../fold/event.ts";
import type { Excerpt, Finding } from "../fold/state.ts";
import { clip } from "../text.ts";
import { RULES, ruleById } from "./index.ts";
import type { Rule } from "./rule.ts";

const MAX_FACT_BYTES = 240;
const MAX_EXCERPT_BYTES = 900;
/** Lines before the matching one that an excerpt shows: the innermost frames of a traceback. */
const CONTEXT_LINES = 6;
/** Lines of one text that are searched, from its end: errors stand at the end of what a program prints. */
const MAX_LINES = 400;
const MAX_LINE_CHARS = 2000;

/** Events that report a failure; only these are searched. */
const FAILURE_EVENTS: ReadonlySet<string> = new Set([
  "failure_context",
  "invoke_failed",
  "run_failed",
  "run_stop",
  "harness_health_failed",
  "trigger_auth_failed",
]);

/**
 * Fields in which a runtime passes on the error text of a failure, with the name an excerpt gives as its source. What the
 * agent printed to its standard output is not among them: it is the easiest place to imitate an error.
 */
const TEXT_FIELDS = [
  ["stderr_ref", "stderr"],
  ["reason", "reason"],
  ["fail_reason", "fail_reason"],
  ["redacted_detail", "detail"],
  ["error", "error"],
] as const;

const RULE_EVENTS: ReadonlySet<string> = new Set(
  RULES.flatMap((rule) => ("events" in rule.match ? rule.match.events : [])),
);
const DECLARED_RULES = new Map(
  RULES.flatMap((rule) => ("declared" in rule.match ? rule.match.declared.map((code) => [code, rule] as const) : [])),
);

/** True when an event of this type, stated by the runtime, can end a run or can match a rule. */
export function isNotable(event: RunEvent): boolean {
  const { event_type: type } = event;
  return FAILURE_EVENTS.has(type) || RULE_EVENTS.has(type) || type === "run_complete" || type === "run_cancelled";
}

/** How much a finding says about the category: what the runtime declares, then what happened, then what was printed. */
export function rankOf(finding: Finding): number {
  const match = ruleById(finding.rule)?.match;
  if (match === undefined) return 3;
  if ("declared" in match) return 0;
  return "events" in match ? 1 : 2;
}

function statedFacts(rule: Rule, event: RunEvent): Record<string, string> {
  const facts: Record<string, string> = {};
  for (const [name, fields] of Object.entries(rule.facts ?? {})) {
    const text = fields.map((field) => textOf(event.payload, field)).find((value) => value !== undefined);
    if (text !== undefined) facts[name] = clip(text, MAX_FACT_BYTES);
  }
  return facts;
}

function excerptOf(source: string, lines: readonly string[], from: number, index: number): Excerpt {
  let start = Math.max(0, index - CONTEXT_LINES);
  // The matching line is what counts: context gives way to it.
  while (start < index && lines.slice(start, index + 1).join("\n").length * 3 > MAX_EXCERPT_BYTES) start++;
  return {
    source,
    start_line: from + start + 1,
    end_line: from + index + 1,
    content: clip(lines.slice(start, index + 1).join("\n"), MAX_EXCERPT_BYTES),
  };
}

/** The last line of the event's error texts that the pattern matches: what ended the program stands last. */
function searchText(pattern: RegExp, event: RunEvent): Pick<Finding, "facts" | "excerpt"> | undefined {
  for (const [field, source] of TEXT_FIELDS) {
    const text = textOf(event.payload, field);
    if (text === undefined) continue;
    const all = text.split("\n");
    const from = Math.max(0, all.length - MAX_LINES);
    const lines = all.slice(from);
    for (let index = lines.length - 1; index >= 0; index--) {
      const line = (lines[index] ?? "").slice(0, MAX_LINE_CHARS).trimEnd();
      const found = pattern.exec(line);
      if (found === null) continue;
      const facts = Object.entries(found.groups ?? {}).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, clip(value, MAX_FACT_BYTES)] as const],
      );
      return { facts: Object.fromEntries(facts), excerpt: excerptOf(source, lines, from, index) };
    }
  }
  return undefined;
}

function matchRule(rule: Rule, event: RunEvent): Pick<Finding, "facts" | "excerpt"> | undefined {
  if ("events" in rule.match)
    return rule.match.events.includes(event.event_type) ? { facts: statedFacts(rule, event) } : undefined;
  if (!FAILURE_EVENTS.has(event.event_type)) return undefined;
  if ("text" in rule.match) return searchText(rule.match.text, event);
  const stated = [textOf(event.payload, "category"), textOf(event.payload, "fail_reason")];
  const declares = stated.some((code) => code !== undefined && DECLARED_RULES.get(code) === rule);
  return declares ? { facts: statedFacts(rule, event) } : undefined;
}

/** What the rules find in an event of the runtime, in the order of the rules. */
export function findingsOf(event: RunEvent): Finding[] {
  if (!isNotable(event)) return [];
  const { at, seq, timestamp, event_type } = event;
  return RULES.flatMap((rule) => {
    const match = matchRule(rule, event);
    return match === undefined ? [] : [{ at, seq, timestamp, rule: rule.id, event_type, ...match }];
  });
}
