import { isRuntimeActor, type JsonObject } from "@operator/contract";
import type { Action } from "../evaluate/action.ts";
import { destinationOf } from "../hosts/host.ts";

/** A stored event of a run, as far as it matters here. */
export interface StoredEvent {
  /** Position in the run's audit log, from 1. */
  seq: number;
  /** Milliseconds since 1970. */
  at: number;
  event_type: string;
  actor: string;
  payload: JsonObject;
}

/** A decision that an event reports. */
export interface Observation {
  effect: "allow" | "deny";
  /** Absent where the event does not name the action in a form that a policy could decide. */
  action?: Action;
  /** The rule, the reason and the revision that the event names. */
  rule?: string;
  reason?: string;
  policy_digest?: string;
  /** True when nobody of the runtime stated it. A claim is no evidence. */
  claimed: boolean;
}

/** The events that report a decision. A denied tool call is also reported as `mcp_denied` by the harness. */
const EFFECTS: ReadonlyMap<string, Observation["effect"]> = new Map([
  ["egress_allowed", "allow"],
  ["mcp_call", "allow"],
  ["mcp_tool_call", "allow"],
  ["egress_denied", "deny"],
  ["policy_denied", "deny"],
  ["mcp_denied", "deny"],
  ["mcp_tool_denied", "deny"],
]);

/** The event types that `observationOf` reads. */
export const DECISION_EVENTS: readonly string[] = [...EFFECTS.keys()];

const MAX_NAME_CHARS = 200;
const MAX_REASON_CHARS = 500;
const METHOD = /^[A-Za-z][A-Za-z-]{0,15}$/;
const METHOD_IN_WORDS = /\b(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE)\b/;
const URL_IN_WORDS = /\b[a-z][a-z0-9+.-]{0,15}:\/\/[^\s"'<>]{1,2000}/i;

/** The first of the fields that holds text of a bearable length. */
function textIn(payload: JsonObject, fields: readonly string[], maxChars: number): string | undefined {
  for (const field of fields) {
    const value = Object.hasOwn(payload, field) ? payload[field] : undefined;
    if (typeof value === "string" && value !== "" && value.length <= maxChars) return value;
  }
  return undefined;
}

function portIn(payload: JsonObject): number | undefined {
  const port = Object.hasOwn(payload, "port") ? payload.port : undefined;
  return typeof port === "number" && Number.isInteger(port) && port >= 1 && port <= 65_535 ? port : undefined;
}

function egressIn(payload: JsonObject): Action | undefined {
  const words = textIn(payload, ["action"], 4000);
  const stated = textIn(payload, ["destination", "url", "host"], 2000) ?? URL_IN_WORDS.exec(words ?? "")?.[0];
  const destination = stated === undefined ? undefined : destinationOf(stated);
  if (stated === undefined || destination === undefined) return undefined;
  const hasPort = /:\d{1,5}(?:[/?#]|$)/.test(stated) || stated.includes("://");
  const method = textIn(payload, ["method"], 16) ?? METHOD_IN_WORDS.exec(words ?? "")?.[1];
  const credential = textIn(payload, ["credential_id"], MAX_NAME_CHARS);
  return {
    kind: "egress",
    host: destination.host.text,
    port: hasPort ? destination.port : (portIn(payload) ?? destination.port),
    ...(method === undefined || !METHOD.test(method) ? {} : { method: method.toUpperCase() }),
    ...(credential === undefined ? {} : { credential }),
  };
}

function toolIn(payload: JsonObject): Action | undefined {
  const server = textIn(payload, ["mcp_server", "server", "server_name"], MAX_NAME_CHARS);
  const tool = textIn(payload, ["tool", "tool_name"], MAX_NAME_CHARS);
  return server === undefined || tool === undefined ? undefined : { kind: "tool", server, tool };
}

function actionIn({ event_type, payload }: StoredEvent): Action | undefined {
  return event_type.startsWith("mcp_")
    ? (toolIn(payload) ?? egressIn(payload))
    : (egressIn(payload) ?? toolIn(payload));
}

/** The decision that an event reports, or `undefined` for every other event. */
export function observationOf(event: StoredEvent): Observation | undefined {
  const effect = EFFECTS.get(event.event_type);
  if (effect === undefined) return undefined;
  const action = actionIn(event);
  const rule = textIn(event.payload, ["rule_id"], MAX_NAME_CHARS);
  const reason = textIn(event.payload, ["reason"], 4000);
  const digest = textIn(event.payload, ["policy_digest"], MAX_NAME_CHARS);
  return {
    effect,
    ...(action === undefined ? {} : { action }),
    ...(rule === undefined ? {} : { rule }),
    ...(reason === undefined ? {} : { reason: reason.slice(0, MAX_REASON_CHARS) }),
    ...(digest === undefined ? {} : { policy_digest: digest }),
    claimed: !isRuntimeActor(event.actor),
  };
}
