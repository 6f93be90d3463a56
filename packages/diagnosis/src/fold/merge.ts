import { smallest } from "./hash.ts";
import { keepFirst, keepLatest } from "./keyed.ts";
import {
  MAX_ATTACHED,
  MAX_COUNTED_DENIALS,
  MAX_CREDENTIALS,
  MAX_ENDINGS,
  MAX_FIRST_DENIALS,
  MAX_FIRST_FAILURES,
  MAX_INCIDENTS,
  MAX_LATEST_DENIALS,
  MAX_LATEST_FAILURES,
  MAX_UPSTREAMS,
} from "./limits.ts";
import { byTime, earlier, later, type Mark } from "./mark.ts";
import type { Report } from "./report.ts";
import type { Credential, Denial, RunState, Upstream } from "./state.ts";

const bySeq = ({ seq }: Mark) => seq;
const byType = ({ event_type }: Report) => event_type;
const byReporter = ({ target, actor }: Denial) => `${actor} ${target}`;
const byTarget = ({ target }: Denial) => target;
const byUse = ({ id, host }: Credential) => `${host} ${id}`;
const byHost = ({ host }: Upstream) => host;

/** The state of a run that has the events of both. Does not depend on which of them was stored first. */
export function mergeStates(a: RunState, b: RunState): RunState {
  const marks = {
    start: earlier(a.start, b.start),
    agent: earlier(a.agent, b.agent),
    worker: earlier(a.worker, b.worker),
    success: later(a.success, b.success),
    end: earlier(a.end, b.end),
  };
  return {
    events: a.events + b.events,
    first: byTime(a.first, b.first) <= 0 ? a.first : b.first,
    last: byTime(a.last, b.last) >= 0 ? a.last : b.last,
    ...(marks.start === undefined ? {} : { start: marks.start }),
    ...(marks.agent === undefined ? {} : { agent: marks.agent }),
    ...(marks.worker === undefined ? {} : { worker: marks.worker }),
    ...(marks.success === undefined ? {} : { success: marks.success }),
    invocations: a.invocations + b.invocations,
    ...(marks.end === undefined ? {} : { end: marks.end }),
    first_denials: keepFirst([...a.first_denials, ...b.first_denials], byReporter, MAX_FIRST_DENIALS),
    latest_denials: keepLatest([...a.latest_denials, ...b.latest_denials], byTarget, MAX_LATEST_DENIALS),
    denied: smallest(a.denied, b.denied, MAX_COUNTED_DENIALS),
    credentials: keepFirst([...a.credentials, ...b.credentials], byUse, MAX_CREDENTIALS),
    upstreams: keepLatest([...a.upstreams, ...b.upstreams], byHost, MAX_UPSTREAMS),
    first_incidents: keepFirst([...a.first_incidents, ...b.first_incidents], byType, MAX_INCIDENTS),
    latest_incidents: keepLatest([...a.latest_incidents, ...b.latest_incidents], byType, MAX_INCIDENTS),
    first_failures: keepFirst([...a.first_failures, ...b.first_failures], bySeq, MAX_FIRST_FAILURES),
    latest_failures: keepLatest([...a.latest_failures, ...b.latest_failures], bySeq, MAX_LATEST_FAILURES),
    endings: keepFirst([...a.endings, ...b.endings], bySeq, MAX_ENDINGS),
    attached: keepLatest([...a.attached, ...b.attached], bySeq, MAX_ATTACHED),
  };
}

/** The state with every position moved by `by`, for a part of a run that was folded before its place was known. */
export function shiftState(state: RunState, by: number): RunState {
  const shift = <M extends Mark>(mark: M): M => ({ ...mark, seq: mark.seq + by });
  const { start, agent, worker, success, end } = state;
  return {
    ...state,
    first: shift(state.first),
    last: shift(state.last),
    ...(start === undefined ? {} : { start: shift(start) }),
    ...(agent === undefined ? {} : { agent: shift(agent) }),
    ...(worker === undefined ? {} : { worker: shift(worker) }),
    ...(success === undefined ? {} : { success: shift(success) }),
    ...(end === undefined ? {} : { end: shift(end) }),
    first_denials: state.first_denials.map(shift),
    latest_denials: state.latest_denials.map(shift),
    credentials: state.credentials.map(shift),
    upstreams: state.upstreams.map(shift),
    first_incidents: state.first_incidents.map(shift),
    latest_incidents: state.latest_incidents.map(shift),
    first_failures: state.first_failures.map(shift),
    latest_failures: state.latest_failures.map(shift),
    endings: state.endings.map(shift),
    attached: state.attached.map(shift),
  };
}
