import type { Action } from "../evaluate/action.ts";
import { destinationOf, writeDestination } from "../hosts/host.ts";

/**
 * True when an action goes where a person says: `host:port`, `host` (any port), a URL, an MCP server and tool as
 * `server/tool`, or the tool alone.
 */
export function goesTo(action: Action, place: string): boolean {
  switch (action.kind) {
    case "tool":
      return place === `${action.server}/${action.tool}` || place === action.tool;
    case "ingress":
      return place === action.path;
    case "egress": {
      const destination = destinationOf(place);
      if (destination === undefined || destination.host.text !== action.host) return false;
      const namesPort = /:\d{1,5}(?:[/?#]|$)/.test(place) || place.includes("://");
      return !namesPort || destination.port === action.port;
    }
  }
}

/** Where an action goes, in a form that `goesTo` takes. */
export function placeOf(action: Action): string {
  switch (action.kind) {
    case "tool":
      return `${action.server}/${action.tool}`;
    case "ingress":
      return action.path;
    case "egress":
      return writeDestination(action.host, action.port);
  }
}
