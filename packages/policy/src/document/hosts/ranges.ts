import { isInside, type Network, overlaps, readNetwork } from "./network.ts";

/** What a network reaches that is more than the public internet. */
export type Reach = "guarded" | "everything" | "private" | "public";

function networks(...cidrs: string[]): Network[] {
  return cidrs.map((cidr) => {
    const network = readNetwork(cidr);
    if (network === undefined) throw new Error("a range of ours is not a CIDR");
    return network;
  });
}

/**
 * Never reachable: this host (RFC 1122, and `0.0.0.0`, which is it too), loopback, link-local with the metadata services
 * in it, and the notations of IPv6 that embed IPv4 addresses (RFC 4291 section 2.5.5), which would get around all others.
 * `::ffff:0:0/96` itself cannot appear here: it is read as IPv4. Networks around it can.
 */
const GUARDED = [
  ...networks("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "::/96", "fe80::/10"),
  { address: { family: 6, groups: [0, 0, 0, 0, 0, 0xffff, 0, 0] }, bits: 96 } satisfies Network,
];

/**
 * Metadata services inside private ranges: refused when a rule is about them, while a rule about the range around them
 * can stand, because the runtime guards the address itself.
 */
const METADATA = networks("fd00:ec2::/64", "100.100.100.200/32");

/** Private (RFC 1918), shared (RFC 6598), unique-local (RFC 4193), former site-local, and IPv4 behind NAT64 (RFC 6052). */
const PRIVATE = networks(
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "fc00::/7",
  "fec0::/10",
  "64:ff9b::/96",
  "64:ff9b:1::/48",
);

export function reachOf(network: Network): Reach {
  if (network.bits === 0) return "everything";
  if (GUARDED.some((range) => overlaps(network, range))) return "guarded";
  if (METADATA.some((range) => isInside(network, range))) return "guarded";
  return PRIVATE.some((range) => overlaps(network, range)) ? "private" : "public";
}
