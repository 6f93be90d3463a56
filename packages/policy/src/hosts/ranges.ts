import { formatNetwork, type Network, parseNetwork } from "./address.ts";
import { isGuardedRange, isPrivate } from "./guard.ts";

/** What a CIDR of a document means; `rewritten` says that it was not in canonical notation. */
export interface ReadNetwork {
  network: Network;
  cidr: string;
  rewritten: boolean;
}

/** Reads a CIDR; `undefined` when it is none, or has no `/` with the number of bits. */
export function readNetwork(text: string): ReadNetwork | undefined {
  const network = parseNetwork(text);
  if (network === undefined) return undefined;
  const cidr = formatNetwork(network);
  return { network, cidr, rewritten: cidr !== text };
}

/** What a network reaches that is more than the public internet. */
export type RangeReach = "guarded" | "everything" | "private" | "public";

/** Judges the network of a rule as a whole; single addresses in it are guarded when an action names them. */
export function rangeReach(network: Network): RangeReach {
  if (network.prefix === 0) return "everything";
  if (isGuardedRange(network)) return "guarded";
  return isPrivate(network) ? "private" : "public";
}
