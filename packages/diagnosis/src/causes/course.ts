import { byTime, type Mark } from "../fold/mark.ts";
import type { Report } from "../fold/report.ts";
import type { Denial, RunState, Upstream } from "../fold/state.ts";
import { RULE_OF_EVENT } from "../rules/index.ts";

/** How far the clocks of daemon, gateway and harness may be apart: what is this much later than the end belongs to it. */
const CLOCK_SKEW_MS = 5000;

/** What led to the end of a run: only what happened before it, and was not got over by a later invocation. */
export interface Course {
  /** The instant of the end. */
  endAt: number;
  endings: Report[];
  /** In the order of time; what may only be a consequence of the end is not among the incidents. */
  failures: Report[];
  incidents: Report[];
  /** What logs show that were attached, whenever that was. */
  attached: Report[];
  denials: Denial[];
  upstreams: Upstream[];
  /** True when the agent's own code ran before the end. */
  began: boolean;
}

function distinct<M extends Mark>(...lists: readonly (readonly M[])[]): M[] {
  const bySeq = new Map(lists.flat().map((item) => [item.seq, item]));
  return [...bySeq.values()].sort(byTime);
}

/** The failures of the invocation that failed last: the others were followed by another attempt. */
function ofLastInvocation(failures: readonly Report[]): Report[] {
  const last = failures.findLast(({ stated }) => stated.invoke_id !== undefined)?.stated.invoke_id;
  if (last === undefined) return [...failures];
  return failures.filter(({ stated }) => stated.invoke_id === undefined || stated.invoke_id === last);
}

/** The course of a run up to its end, or up to now when it has not ended. */
export function courseOf(state: RunState): Course {
  const endAt = state.end?.at ?? state.last.at;
  const before = <M extends Mark>(items: readonly M[]) => items.filter(({ at }) => at <= endAt + CLOCK_SKEW_MS);
  // A success that came after the end is of another life of the run and heals nothing.
  const success = state.success !== undefined && state.success.at <= endAt ? state.success : undefined;
  const open = <M extends Mark>(items: readonly M[]) =>
    success === undefined ? [...items] : items.filter((item) => byTime(item, success) > 0);
  const failures = before(distinct(state.first_failures, state.latest_failures));
  const unhealed = open(failures);
  return {
    endAt,
    endings: before(state.endings),
    failures: ofLastInvocation(unhealed.length > 0 ? unhealed : failures.slice(-1)),
    incidents: open(before(distinct(state.first_incidents, state.latest_incidents))).filter(
      ({ at, event_type }) => at <= endAt || RULE_OF_EVENT.get(event_type)?.symptom !== true,
    ),
    attached: state.attached,
    denials: open(before(distinct(state.first_denials, state.latest_denials))),
    upstreams: before(state.upstreams),
    began: state.worker !== undefined && state.worker.at <= endAt + CLOCK_SKEW_MS,
  };
}
