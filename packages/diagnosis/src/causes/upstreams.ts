import type { Observation, Report } from "../fold/report.ts";
import type { RunState } from "../fold/state.ts";
import { ruleById } from "../rules/index.ts";
import type { Rule, UpstreamMatch } from "../rules/rule.ts";
import { upstreamRules } from "../rules/upstream.ts";
import type { Cause } from "./cause.ts";
import type { Course } from "./course.ts";

/** How long before a failure a host's answer may lie for the failure to follow from it. */
const ANSWER_MS = 60_000;
/** Hosts of providers whose clients name themselves but not the host. */
const CLIENT_HOSTS: Readonly<Record<string, string>> = {
  openai: "api.openai.com",
  anthropic: "api.anthropic.com",
  groq: "api.groq.com",
};

const RULES: readonly { rule: Rule; match: UpstreamMatch }[] = [
  ruleById("secret.unauthorized"),
  ...upstreamRules,
].flatMap((rule) => (rule !== undefined && "upstream" in rule.match ? [{ rule, match: rule.match.upstream }] : []));

/** The id of the credential that is bound for a host, `true` when it has no id, `false` when none is bound. */
function boundFor(state: RunState, observed: Observation): string | boolean {
  if (observed.credential !== undefined) return observed.credential === "" ? false : observed.credential;
  const { host } = observed;
  const seen = state.upstreams.find((upstream) => upstream.host === host)?.credential;
  if (seen !== undefined) return seen;
  const uses = state.credentials.filter((use) => host === undefined || use.host === undefined || use.host === host);
  return uses[0]?.id ?? false;
}

function accepts(match: UpstreamMatch, observed: Observation, bound: boolean): boolean {
  if (match.credential !== undefined && (match.credential === "bound") !== bound) return false;
  const { status, availability } = observed;
  if (status !== undefined && status >= 400)
    return match.status?.some(([from, to]) => status >= from && status <= to) ?? false;
  return availability !== undefined && (match.availability?.includes(availability) ?? false);
}

/** What the answer of a host means, or `undefined` when it is no failure. */
function causeOfAnswer(
  state: RunState,
  observed: Observation,
  origin: Pick<Cause, "at" | "seq" | "supports"> & Partial<Pick<Cause, "report" | "finding">>,
): Cause | undefined {
  const bound = boundFor(state, observed);
  const found = RULES.find(({ match }) => accepts(match, observed, bound !== false));
  if (found === undefined) return undefined;
  return {
    ...origin,
    rule: found.rule,
    facts: {
      ...(observed.host === undefined ? {} : { host: observed.host }),
      ...(observed.status === undefined ? {} : { status: String(observed.status) }),
      ...(typeof bound === "string" && bound !== "bound" ? { credential: bound } : {}),
    },
  };
}

/** The answer that the runtime attached to a failure. */
export function attachedAnswer(state: RunState, course: Course): Cause | undefined {
  const reports: Report[] = [...course.failures, ...course.endings].filter(
    ({ observation }) => observation !== undefined,
  );
  for (const report of reports.reverse()) {
    if (report.observation === undefined) continue;
    const supports = [{ seq: report.seq, event_type: report.event_type }];
    const cause = causeOfAnswer(state, report.observation, { at: report.at, seq: report.seq, supports, report });
    if (cause !== undefined) return cause;
  }
  return undefined;
}

/** A host whose latest answer before the failure was an error. */
export function answerBefore(state: RunState, course: Course, at: number): Cause | undefined {
  for (const upstream of course.upstreams) {
    if (upstream.status < 400 || at - upstream.at > ANSWER_MS) continue;
    const { host, status, credential } = upstream;
    const observed = { host, status, ...(credential === undefined ? {} : { credential }) };
    const supports = [{ seq: upstream.seq, event_type: "egress_allowed" }];
    const cause = causeOfAnswer(state, observed, { at: upstream.at, seq: upstream.seq, supports });
    if (cause !== undefined) return cause;
  }
  return undefined;
}

/** A text that names a host's answer, read by the rules for answers; other texts stay what they are. */
export function resolved(state: RunState, course: Course, cause: Cause): Cause {
  if (cause.rule.observes !== true) return cause;
  const status = Number(cause.facts.status ?? 401);
  // The gateway knows the host better than a client that may have been pointed elsewhere.
  const seen = course.upstreams.find((upstream) => upstream.status === status);
  const host = cause.facts.host ?? seen?.host ?? CLIENT_HOSTS[cause.facts.client ?? ""];
  const observed = { status, ...(host === undefined ? {} : { host }) };
  const answer = causeOfAnswer(state, observed, cause);
  if (answer === undefined) return cause;
  const extra = seen === undefined ? [] : [{ seq: seen.seq, event_type: "egress_allowed" }];
  return { ...answer, supports: [...answer.supports, ...extra] };
}
