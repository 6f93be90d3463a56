import type { RunState } from "../fold/state.ts";
import { STRENGTH } from "../reading/read-text.ts";
import { handoffRules, integrityRules } from "../rules/integrity.ts";
import type { Cause } from "./cause.ts";
import type { Course } from "./course.ts";
import { causeOfDenial, deniedByName, deniedIndex, deniedShortlyBefore } from "./denials.ts";
import { doubts, statedCauses } from "./stated.ts";
import { incidentDetails, textCauses } from "./texts.ts";
import { answerBefore, attachedAnswer, resolved } from "./upstreams.ts";

/** The cause that was found first, then what supports it; and another one that the evidence cannot tell from it. */
interface Choice {
  causes: Cause[];
  rival?: Cause;
}

const HANDOFFS = handoffRules.map(({ id }) => id);
/** Rules of events that decide the action alone, or that count where nothing else failed. */
const ASIDE: ReadonlySet<string> = new Set([...integrityRules.map(({ id }) => id), "handoff.requested"]);

/** All that speaks for a cause, gathered once. */
interface Evidence {
  state: RunState;
  course: Course;
  byEnd: Cause[];
  before: Cause[];
  texts: Cause[];
  /** What the reasons of incidents tell of these. */
  details: Cause[];
  attached: Cause | undefined;
  /** When it failed: the earliest failure that was not got over, else the end. */
  failedAt: number;
}

function gather(state: RunState, course: Course): Evidence {
  const { byEnd, before } = statedCauses(course);
  return {
    state,
    course,
    byEnd,
    before: before.filter(({ rule }) => !ASIDE.has(rule.id)),
    texts: textCauses(course).map((cause) => resolved(state, course, cause)),
    details: incidentDetails(course),
    attached: attachedAnswer(state, course),
    failedAt: course.failures[0]?.at ?? course.endAt,
  };
}

function strengthOf(cause: Cause | undefined): number {
  return cause?.finding?.strength ?? 0;
}

function isConnection(cause: Cause): boolean {
  return cause.rule.connection === true || "upstream" in cause.rule.match || cause.rule.id.startsWith("upstream.");
}

/** The denial that the words of the failure name. */
function namedDenial({ course, texts, byEnd }: Evidence): Cause | undefined {
  const words = [...texts.slice(0, 3), ...byEnd].flatMap((cause) => [
    ...Object.values(cause.facts),
    ...(cause.finding?.pieces.map(({ content }) => content) ?? []),
    cause.report?.stated.reason ?? "",
  ]);
  const denial = deniedByName(course, words);
  return denial === undefined ? undefined : causeOfDenial(denial, course);
}

function recentDenial({ course, failedAt }: Evidence, within?: number): Cause | undefined {
  const denial = deniedShortlyBefore(course, failedAt, within);
  return denial === undefined ? undefined : causeOfDenial(denial, course);
}

/** A missing dependency that could not be installed because the policy denied the index. */
function indexDenial({ course }: Evidence): Cause | undefined {
  const denial = deniedIndex(course);
  return denial === undefined ? undefined : causeOfDenial(denial, course);
}

/** What the runtime states and nothing else can be the cause of. */
function statedCause(evidence: Evidence): Cause | undefined {
  const isCertain = ({ rule }: Cause) => rule.symptom !== true;
  const declared = evidence.byEnd.find(isCertain);
  if (declared !== undefined) {
    if (declared.rule.category === "dependency_conflict") return indexDenial(evidence) ?? declared;
    if (declared.rule.id === "policy.declared")
      return namedDenial(evidence) ?? recentDenial(evidence, Infinity) ?? declared;
    return declared;
  }
  const fact = evidence.before.find(isCertain);
  if (fact?.rule.category === "budget_exceeded" && strengthOf(evidence.texts[0]) >= STRENGTH.exception) {
    return namedDenial(evidence) ?? fact;
  }
  if (fact?.rule.id === "policy.declared") return namedDenial(evidence) ?? recentDenial(evidence, Infinity) ?? fact;
  return fact;
}

/** A cause that an error text recognises, or the denial behind it. */
function recognised(evidence: Evidence, text: Cause): Cause {
  const { rule } = text;
  if (rule.category === "dependency_conflict") return indexDenial(evidence) ?? text;
  if (!isConnection(text)) return text;
  const named = namedDenial(evidence);
  if (named !== undefined) return named;
  // Another host is named: the denial was of something else.
  if (text.facts.host !== undefined) return text;
  return recentDenial(evidence) ?? text;
}

function choice(cause: Cause | undefined, rival?: Cause): Choice | undefined {
  if (cause === undefined) return rival === undefined ? undefined : { causes: [rival] };
  return { causes: [cause], ...(rival === undefined ? {} : { rival }) };
}

/** What must have happened where no text recognises it: by time, a denial or the answer of a host. */
function circumstances(evidence: Evidence, within?: number): Choice | undefined {
  const { state, course, failedAt } = evidence;
  return choice(recentDenial(evidence, within), answerBefore(state, course, failedAt));
}

function attachedCause(evidence: Evidence): Cause | undefined {
  const { attached, texts } = evidence;
  if (attached === undefined) return undefined;
  const [text] = texts;
  const isSaas = attached.report?.codes.includes("saas_failed") === true;
  if (!isSaas && text !== undefined && strengthOf(text) >= STRENGTH.line && !isConnection(text)) return undefined;
  const denial = deniedByName(evidence.course, [attached.facts.host ?? ""]);
  return denial === undefined ? attached : causeOfDenial(denial, evidence.course);
}

function firstChoice(evidence: Evidence): Choice | undefined {
  const stated = statedCause(evidence) ?? attachedCause(evidence);
  if (stated !== undefined) return { causes: [stated] };
  const symptom = [...evidence.byEnd, ...evidence.before][0];
  const [text] = evidence.texts;
  const docker = evidence.details.find(({ rule }) => rule.category === "docker_unavailable");
  if (docker !== undefined) return { causes: [docker] };
  if (text !== undefined && strengthOf(text) >= STRENGTH.line) return { causes: [recognised(evidence, text)] };
  const named = symptom === undefined || symptom.rule.connection ? namedDenial(evidence) : undefined;
  if (named !== undefined) return { causes: [named] };
  const open = symptom === undefined || symptom.rule.connection === true;
  if (text !== undefined && strengthOf(text) >= STRENGTH.loose) {
    return (open ? circumstances(evidence) : undefined) ?? { causes: [text] };
  }
  const within = symptom === undefined ? Infinity : undefined;
  const asked = doubts(evidence.course.incidents, HANDOFFS)[0];
  return (open ? circumstances(evidence, within) : undefined) ?? choice(symptom) ?? choice(asked) ?? choice(text);
}

function factCount(cause: Cause): number {
  return Object.keys(cause.facts).length;
}

/** The same failure told more fully: a declaration by an event, a text, or another declaration with more facts. */
function fullerThan(cause: Cause, kin: readonly Cause[]): Cause | undefined {
  if (cause.denial !== undefined || cause.finding !== undefined) return undefined;
  if ("events" in cause.rule.match && factCount(cause) > 0) return undefined;
  const event = kin.find(({ rule, facts }) => "events" in rule.match && Object.keys(facts).length > 0);
  const text = kin.find((other) => strengthOf(other) >= STRENGTH.line);
  const declared = kin.find((other) => "declared" in other.rule.match && factCount(other) > factCount(cause));
  return event ?? text ?? declared;
}

/** The cause, told by what tells most of it, and all that is of its category. */
function toldFully(evidence: Evidence, cause: Cause): Cause[] {
  const { texts, details, before, byEnd } = evidence;
  const kin = [...texts, ...details, ...before, ...byEnd].filter(
    (other) => other.rule.category === cause.rule.category && (other.seq !== cause.seq || other.rule !== cause.rule),
  );
  const fuller = fullerThan(cause, kin);
  if (fuller === undefined) return [cause, ...kin];
  return [fuller, cause, ...kin.filter((other) => other !== fuller)];
}

/**
 * Chooses the cause of a failure:
 *
 * 1. what the event that ended the run declares, unless that may be a consequence;
 * 2. the earliest failure that the runtime states and the run did not get over;
 * 3. the answer of a host that the runtime attached to the failure;
 * 4. a cause that an error text recognises; a denial that it names, or that a lost connection follows from, stands behind it;
 * 5. a denial, or the error of a host, shortly before an exception or an end without words;
 * 6. the exception itself; then a declaration that may be a consequence; then hints.
 */
export function choose(state: RunState, course: Course): Choice {
  const evidence = gather(state, course);
  const first = firstChoice(evidence);
  const [cause] = first?.causes ?? [];
  const [asked] = cause?.rule.id === "handoff.declared" ? doubts(course.incidents, HANDOFFS) : [];
  if (asked !== undefined && cause !== undefined) return { causes: [asked, cause] };
  if (first === undefined || cause === undefined) return { causes: [] };
  return { ...first, causes: toldFully(evidence, cause) };
}
