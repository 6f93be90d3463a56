import { clip } from "../text.ts";
import { type RunEvent, textOf } from "./event.ts";
import type { Denial } from "./state.ts";

/** The event types by which a runtime reports that a policy denied something. */
const DENIAL_EVENTS: ReadonlySet<string> = new Set(["egress_denied", "policy_denied", "mcp_denied", "mcp_tool_denied"]);

const MAX_FIELD_BYTES = 200;
export const MAX_DENIAL_SEQS = 6;

function mcpTarget(event: RunEvent): string | undefined {
  const server = textOf(event.payload, "mcp_server") ?? textOf(event.payload, "server");
  const tool = textOf(event.payload, "tool") ?? textOf(event.payload, "tool_name");
  if (server === undefined && tool === undefined) return undefined;
  return `MCP tool ${[server, tool].filter((part) => part !== undefined).join("/")}`;
}

/** Host names are equal whatever their case and with or without the final dot. */
function normalDestination(destination: string): string {
  return destination.toLowerCase().replace(/\.(?=:|$)/, "");
}

/** The denial that an event of the runtime reports, or `undefined`. */
export function denialOf(event: RunEvent): Denial | undefined {
  if (!DENIAL_EVENTS.has(event.event_type)) return undefined;
  const { payload } = event;
  const destination = textOf(payload, "destination");
  const target = destination
    ? normalDestination(destination)
    : (mcpTarget(event) ??
      textOf(payload, "action") ??
      textOf(payload, "reason") ??
      "an action that the event does not name");
  const optional = {
    method: textOf(payload, "method"),
    rule: textOf(payload, "rule_id"),
    reason: textOf(payload, "reason"),
  };
  return {
    at: event.at,
    seq: event.seq,
    timestamp: event.timestamp,
    target: clip(target, MAX_FIELD_BYTES),
    ...Object.fromEntries(
      Object.entries(optional).flatMap(([name, text]) => (text ? [[name, clip(text, MAX_FIELD_BYTES)]] : [])),
    ),
    reports: 1,
    seqs: [event.seq],
  };
}
