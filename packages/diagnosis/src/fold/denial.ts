import { clip } from "../text/clip.ts";
import { firstTextOf, type RunEvent, textOf } from "./event.ts";
import { destinationOf } from "./host.ts";
import { MAX_NAME_BYTES, MAX_REASON_BYTES } from "./limits.ts";
import type { Denial } from "./state.ts";

const URL_IN_TEXT = /\bhttps?:\/\/[^\s"'<>]{1,300}/i;

function toolOf(event: RunEvent): string | undefined {
  const server = firstTextOf(event.payload, ["mcp_server", "server", "server_name"]);
  const tool = firstTextOf(event.payload, ["tool", "tool_name"]);
  if (server === undefined && tool === undefined) return undefined;
  return [server, tool].filter((part) => part !== undefined).join("/");
}

/** The destination in one spelling, from the field of that name or else from the URL of the action in words. */
function destinationIn(event: RunEvent): string | undefined {
  const { payload } = event;
  const stated = firstTextOf(payload, ["destination", "url", "host"]);
  const text = stated ?? URL_IN_TEXT.exec(textOf(payload, "action") ?? "")?.[0];
  if (text === undefined) return undefined;
  const place = destinationOf(text);
  return place === undefined ? text.toLowerCase() : `${place.host}:${place.port}`;
}

/**
 * The denial that an event reports. Gateway and daemon report the same one each in its own words, therefore a denied action
 * is named by its target alone: the destination in one spelling, or the MCP server and tool.
 */
export function denialOf(event: RunEvent): Denial {
  const { payload } = event;
  const tool = event.event_type.startsWith("mcp_") ? toolOf(event) : undefined;
  const target =
    tool ??
    destinationIn(event) ??
    toolOf(event) ??
    firstTextOf(payload, ["action", "reason"]) ??
    "an action that the event does not name";
  const optional = { method: textOf(payload, "method"), rule: textOf(payload, "rule_id") };
  const reason = textOf(payload, "reason");
  const span = textOf(payload, "span_id");
  return {
    at: event.at,
    seq: event.seq,
    timestamp: event.timestamp,
    event_type: event.event_type,
    actor: event.actor,
    kind: tool === undefined ? "egress" : "tool",
    target: clip(target, MAX_NAME_BYTES),
    ...(optional.method === undefined ? {} : { method: clip(optional.method, 16) }),
    ...(optional.rule === undefined ? {} : { rule: clip(optional.rule, 64) }),
    ...(reason === undefined ? {} : { reason: clip(reason, MAX_REASON_BYTES / 2) }),
    ...(span === undefined ? {} : { span: clip(span, 64) }),
  };
}
