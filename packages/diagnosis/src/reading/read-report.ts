import { integerOf, type RunEvent, textOf } from "../fold/event.ts";
import { INCIDENT_LIMITS, type ReportLimits } from "../fold/limits.ts";
import type { Finding, Report } from "../fold/report.ts";
import type { TextMatch } from "../rules/rule.ts";
import { clip, jsonLength } from "../text/clip.ts";
import { looseExceptionOf } from "./crash.ts";
import { observationOf } from "./observation.ts";
import { lastLines } from "./pieces.ts";
import { readText, type TextReading } from "./read-text.ts";
import { statedOf } from "./stated.ts";

/** Fields with what a program printed to its error output. Its standard output is not read: anything may stand there. */
const PRINTED_FIELDS = ["stderr_ref", "stderr"] as const;
/** Fields with the runtime's reason. */
const REASON_FIELDS = ["reason", "fail_reason", "redacted_detail", "error", "detail", "message"] as const;

/** Reasons of failures in the agent's own code: there the runtime's text quotes what the agent printed. */
const QUOTING: ReadonlySet<string> = new Set([
  "task_failed",
  "tool_failed",
  "saas_failed",
  "mcp_failed",
  "code_failed",
  "import_failed",
  "agent_runtime_exception",
]);

const CODE = /^[a-z][a-z0-9]{0,30}(?:_[a-z0-9]{1,30}){0,6}$/;
/** A field that names a file instead of holding its text. */
const MAX_FACT_BYTES = 150;
const PATH = /^(?:[a-z]{1,10}:\/\/|\.{0,2}\/|[A-Za-z]:\\)[^\s]{1,400}$|^[\w./-]{1,200}\.(?:log|txt|gz)(?::\d{1,9})?$/;

function codesOf(event: RunEvent): string[] {
  const { payload } = event;
  const stated = [textOf(payload, "category"), textOf(payload, "fail_reason"), textOf(payload, "reason")];
  const codes = stated.flatMap((code) => (code !== undefined && code.length <= 64 && CODE.test(code) ? [code] : []));
  return payload.oom_killed === true ? [...codes, "oom_killed"] : codes;
}

function fitted(facts: Record<string, string>, maxBytes: number): Record<string, string> {
  let left = maxBytes;
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(facts)) {
    const text = clip(value, Math.min(left - name.length - 8, MAX_FACT_BYTES));
    if (text === "") continue;
    kept[name] = text;
    left -= name.length + jsonLength(text) + 6;
  }
  return kept;
}

interface Source {
  field: string;
  text: string;
  printed: boolean;
  hears: (match: TextMatch) => boolean;
}

/** The piece of an attached log that stands in its event. */
const ATTACHED_FIELD = "excerpt";

function sourcesOf(event: RunEvent, codes: readonly string[]): Source[] {
  if (event.event_type === "evidence_attached") {
    const text = textOf(event.payload, ATTACHED_FIELD);
    const hears = ({ voice }: TextMatch) => voice !== "runtime";
    return text === undefined ? [] : [{ field: ATTACHED_FIELD, text, printed: true, hears }];
  }
  const quotes = codes.some((code) => QUOTING.has(code));
  const isContext = event.event_type === "failure_context" || event.event_type === "invoke_failed";
  // The harness's context of a failure without a code is as likely to quote as not.
  const ownWords = !quotes && !(isContext && codes.length === 0);
  const sources = [
    ...PRINTED_FIELDS.map((field) => ({ field, printed: true, hears: ({ voice }: TextMatch) => voice !== "runtime" })),
    ...REASON_FIELDS.map((field) => ({
      field,
      printed: !ownWords,
      hears: ({ voice }: TextMatch) => ownWords || voice !== "runtime",
    })),
  ];
  return sources.flatMap((source) => {
    const text = textOf(event.payload, source.field);
    if (text === undefined || CODE.test(text) || PATH.test(text)) return [];
    return [{ ...source, text }];
  });
}

function findingOf(source: Source, reading: TextReading, limits: ReportLimits, place: number): Finding {
  const { rule, strength, line, facts, pieces } = reading;
  const [best, other] = limits.excerptBytes;
  const which = place === 0 ? 0 : 1;
  // A reason that is an exception was raised by the agent, whoever passes it on.
  const raised = looseExceptionOf(source.text.split("\n")[line - 1] ?? "") !== undefined;
  return {
    rule,
    strength,
    field: source.field,
    line,
    facts: fitted(facts, limits.factsBytes[which]),
    printed: source.printed || raised,
    pieces: which === 0 && best >= other ? pieces : lastLines(pieces, other),
  };
}

/** The findings in the texts of an event, the one that says most first. */
function findingsOf(event: RunEvent, codes: readonly string[], limits: ReportLimits): Finding[] {
  const read = sourcesOf(event, codes).flatMap((source) =>
    readText(source.text, limits.excerptBytes[0], source.hears).map((reading) => ({ source, reading })),
  );
  return read
    .sort((a, b) => b.reading.strength - a.reading.strength)
    .slice(0, limits.findings)
    .map(({ source, reading }, place) => findingOf(source, reading, limits, place));
}

/** The report that an event of the runtime makes of a failure. */
export function readReport(event: RunEvent, limits: ReportLimits): Report {
  const codes = codesOf(event);
  const exitCode = integerOf(event.payload, "exit_code");
  const observation = limits === INCIDENT_LIMITS ? undefined : observationOf(event);
  return {
    at: event.at,
    seq: event.seq,
    timestamp: event.timestamp,
    event_type: event.event_type,
    actor: event.actor,
    codes,
    stated: statedOf(event.payload, limits.statedBytes),
    ...(exitCode === undefined ? {} : { exit_code: exitCode }),
    ...(observation === undefined ? {} : { observation }),
    findings: findingsOf(event, codes, limits),
  };
}
