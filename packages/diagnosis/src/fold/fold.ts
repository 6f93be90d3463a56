import { readReport } from "../reading/read-report.ts";
import { clip } from "../text/clip.ts";
import { credentialOf, upstreamOf } from "./credential.ts";
import { denialOf } from "./denial.ts";
import { firstTextOf, isFact, type RunEvent, textOf } from "./event.ts";
import { hash53 } from "./hash.ts";
import { EVENT_KINDS, type EventKind } from "./kinds.ts";
import { ATTACHED_LIMITS, ENDING_LIMITS, FAILURE_LIMITS, INCIDENT_LIMITS, MAX_NAME_BYTES } from "./limits.ts";
import { byTime, markOf } from "./mark.ts";
import { mergeStates } from "./merge.ts";
import type { RunState } from "./state.ts";
import { endOf } from "./terminal.ts";

/** The state of a run of which only this event is known to have happened. */
function bareState(event: RunEvent): RunState {
  const mark = markOf(event);
  return {
    events: 1,
    first: mark,
    last: mark,
    invocations: 0,
    first_denials: [],
    latest_denials: [],
    denied: [],
    credentials: [],
    upstreams: [],
    first_incidents: [],
    latest_incidents: [],
    first_failures: [],
    latest_failures: [],
    endings: [],
    attached: [],
  };
}

function started(event: RunEvent): Pick<RunState, "start" | "agent"> {
  const mark = markOf(event);
  const name = firstTextOf(event.payload, ["agent", "agent_name"]);
  if (name === undefined) return { start: mark };
  const version = textOf(event.payload, "agent_version");
  const policy = textOf(event.payload, "policy_digest");
  return {
    start: mark,
    agent: {
      ...mark,
      name: clip(name, MAX_NAME_BYTES),
      ...(version === undefined ? {} : { version: clip(version, MAX_NAME_BYTES) }),
      ...(policy === undefined ? {} : { policy: clip(policy, MAX_NAME_BYTES) }),
    },
  };
}

/** What a notable event of the runtime adds to a bare state. */
function stated(event: RunEvent, kind: EventKind): Partial<RunState> {
  const mark = markOf(event);
  switch (kind) {
    case "start":
      return started(event);
    case "worker":
      return { worker: mark };
    case "invoke":
      return { worker: mark, invocations: 1 };
    case "success":
      return { worker: mark, success: mark };
    case "answer": {
      const upstream = upstreamOf(event);
      return upstream === undefined ? {} : { upstreams: [upstream] };
    }
    case "credential": {
      const credential = credentialOf(event);
      return credential === undefined ? {} : { credentials: [credential] };
    }
    case "denial": {
      const denial = denialOf(event);
      return { first_denials: [denial], latest_denials: [denial], denied: [hash53(denial.target)] };
    }
    case "incident": {
      const report = readReport(event, INCIDENT_LIMITS);
      return { first_incidents: [report], latest_incidents: [report] };
    }
    case "failure": {
      const report = readReport(event, FAILURE_LIMITS);
      return { first_failures: [report], latest_failures: [report] };
    }
    case "attachment":
      return { attached: textOf(event.payload, "kind") === "log" ? [readReport(event, ATTACHED_LIMITS)] : [] };
    case "ending":
      return { end: endOf(event), endings: [readReport(event, ENDING_LIMITS)] };
  }
}

function stateOf(event: RunEvent): RunState {
  const kind = isFact(event) ? EVENT_KINDS.get(event.event_type) : undefined;
  return kind === undefined ? bareState(event) : { ...bareState(event), ...stated(event, kind) };
}

/** Takes a host's answer into the list without building a new one, where that is possible. */
function answered(state: RunState, event: RunEvent): RunState | undefined {
  const upstream = upstreamOf(event);
  if (upstream === undefined) return state;
  const place = state.upstreams.findIndex(({ host }) => host === upstream.host);
  const known = state.upstreams[place];
  if (known === undefined) return undefined;
  if (byTime(upstream, known) <= 0) return state;
  state.upstreams[place] = upstream;
  if (place > 0) state.upstreams.sort((a, b) => byTime(b, a));
  return state;
}

function counted(state: RunState, event: RunEvent): void {
  state.events++;
  if (byTime(event, state.first) < 0) state.first = markOf(event);
  if (byTime(event, state.last) >= 0) state.last = markOf(event);
}

/** Adds an event to a state that belongs to the caller alone. Most events tell little: those build no state of their own. */
function addEvent(state: RunState, event: RunEvent): RunState {
  const kind = isFact(event) ? EVENT_KINDS.get(event.event_type) : undefined;
  switch (kind) {
    case undefined:
      break;
    case "answer":
      if (answered(state, event) === undefined) return mergeStates(state, stateOf(event));
      break;
    case "invoke":
    case "worker":
    case "success":
      if (kind === "invoke") state.invocations++;
      if (state.worker === undefined || byTime(event, state.worker) < 0) state.worker = markOf(event);
      if (kind === "success" && (state.success === undefined || byTime(event, state.success) > 0)) {
        state.success = markOf(event);
      }
      break;
    default:
      return mergeStates(state, stateOf(event));
  }
  counted(state, event);
  return state;
}

/** Folds events into a state, in any order; `undefined` when there are none. */
export function foldEvents(events: Iterable<RunEvent>): RunState | undefined {
  let state: RunState | undefined;
  for (const event of events) state = state === undefined ? stateOf(event) : addEvent(state, event);
  return state;
}
