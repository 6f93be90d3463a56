import type { Action } from "../evaluate/action.ts";
import { guardOf } from "../hosts/guard.ts";
import { DEFAULT_PORT, destinationOf, hostOf } from "../hosts/host.ts";
import type { RecommendRefusal } from "./refusal.ts";

/** The structured form of a desired change. */
export type DesiredChange =
  | { egress: { host: string; ports?: readonly number[]; methods?: readonly string[]; credential?: string } }
  /** The fields of a credential as policy.yaml has them. */
  | { credential: { id: string; type: string; [field: string]: string } };

/** What a patch is to make possible. */
export interface Wish {
  actions: Action[];
  /** A credential to declare. */
  credential?: { id: string; type: string; [field: string]: string };
  /** A credential to inject on the rules for a host. */
  bind?: { credential: string; host: string };
}

const ALLOW = /^allow egress to ([^\s"'`]{1,300})$/i;
const BIND = /^bind credential ([A-Za-z0-9][A-Za-z0-9_.-]{0,63}) for ([^\s"'`]{1,253})$/i;

/**
 * Reads one of the two short sentences: `allow egress to host[:port]`, `bind credential X for Y`. A sentence with
 * anything around it is not understood: what follows a wish is no part of it.
 */
export function readSentence(sentence: string): Wish | RecommendRefusal {
  const target = ALLOW.exec(sentence.trim())?.[1];
  if (target !== undefined) {
    if (target.includes("*")) return { kind: "wildcard_refused" };
    const destination = target.includes("://") ? undefined : destinationOf(target);
    if (destination === undefined) return { kind: "desire_not_understood" };
    return { actions: [{ kind: "egress", host: destination.host.text, port: destination.port }] };
  }
  const [, credential, place] = BIND.exec(sentence.trim()) ?? [];
  if (credential === undefined || place === undefined) return { kind: "desire_not_understood" };
  if (place.includes("*")) return { kind: "wildcard_refused" };
  return { actions: [], bind: { credential, host: place } };
}

/** Reads a desired change in its structured form. */
export function readDesired(desired: DesiredChange): Wish | RecommendRefusal {
  if ("credential" in desired) return { actions: [], credential: desired.credential };
  const { host, ports = [DEFAULT_PORT], methods = [], credential } = desired.egress;
  const bound = credential === undefined ? {} : { credential };
  const actions = ports.flatMap((port): Action[] =>
    methods.length === 0
      ? [{ kind: "egress", host, port, ...bound }]
      : methods.map((method) => ({ kind: "egress", host, port, method: method.toUpperCase(), ...bound })),
  );
  return { actions };
}

/** Refuses what no patch may open, and brings hosts to one spelling. */
export function admit(action: Action): Action | RecommendRefusal {
  switch (action.kind) {
    case "ingress":
      return { kind: "desire_not_understood" };
    case "tool":
      return /[*?]/.test(action.tool + action.server) ? { kind: "wildcard_refused" } : action;
    case "egress": {
      if (/[*/]/.test(action.host)) return { kind: "wildcard_refused" };
      const host = hostOf(action.host);
      if (host === undefined) return { kind: "desire_not_understood" };
      const guard = guardOf(host);
      return guard === undefined ? { ...action, host: host.text } : { kind: "guarded_destination", guard };
    }
  }
}
