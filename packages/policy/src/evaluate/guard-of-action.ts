import { type Guard, guardOf } from "../hosts/guard.ts";
import { hostOf } from "../hosts/host.ts";
import type { Action } from "./action.ts";

/** The guard that blocks an action whatever a policy says, or `undefined`. */
export function guardOfAction(action: Action): Guard | undefined {
  const host = action.kind === "egress" ? hostOf(action.host) : undefined;
  return host === undefined ? undefined : guardOf(host);
}
