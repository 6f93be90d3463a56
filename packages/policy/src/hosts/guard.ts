import { type Address, carriedIpv4, contains, type Network, overlaps, parseAddress, parseNetwork } from "./address.ts";
import type { Host } from "./host.ts";

/** Destinations that no policy can open, because what answers there is the machine itself or its cloud's control plane. */
export type Guard = "loopback" | "link_local" | "metadata" | "unspecified" | "multicast";

const networks = (...texts: string[]): Network[] =>
  texts.map((text) => {
    const network = parseNetwork(text);
    if (network === undefined) throw new Error("a guarded network is misspelt");
    return network;
  });

/** The more specific first: a metadata address is a link-local one too. */
const GUARDED: readonly (readonly [Guard, readonly Network[]])[] = [
  [
    "metadata",
    networks(
      "169.254.169.254/32", // AWS, Azure, GCP, OpenStack, DigitalOcean, Oracle
      "169.254.170.2/32", // AWS ECS task credentials
      "169.254.170.23/32", // AWS EKS pod identity
      "fd00:ec2::254/128", // AWS over IPv6
      "fd00:ec2::23/128",
      "fd20:ce::254/128", // GCP over IPv6
      "100.100.100.200/32", // Alibaba Cloud
      "168.63.129.16/32", // Azure's wire server
      "192.0.0.192/32", // Oracle Cloud, classic
    ),
  ],
  ["loopback", networks("127.0.0.0/8", "::1/128")],
  ["link_local", networks("169.254.0.0/16", "fe80::/10")],
  ["unspecified", networks("0.0.0.0/8", "::/128")],
  ["multicast", networks("224.0.0.0/3", "ff00::/8")],
];

/** RFC 1918, RFC 6598, RFC 4193, former site-local, and IPv4 behind NAT64 (RFC 6052, RFC 8215) and 6to4 (RFC 3056). */
const PRIVATE = networks(
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "fc00::/7",
  "fec0::/10",
  "64:ff9b::/96",
  "64:ff9b:1::/48",
  "2002::/16",
);

/** Names that clouds and operating systems give to guarded addresses. */
const GUARDED_NAMES: ReadonlyMap<string, Guard> = new Map([
  ["localhost", "loopback"],
  ["localhost.localdomain", "loopback"],
  ["ip6-localhost", "loopback"],
  ["ip6-loopback", "loopback"],
  ["host.docker.internal", "loopback"],
  ["gateway.docker.internal", "loopback"],
  ["metadata", "metadata"],
  ["metadata.google.internal", "metadata"],
  ["metadata.goog", "metadata"],
  ["instance-data", "metadata"],
  ["instance-data.ec2.internal", "metadata"],
  ["metadata.azure.internal", "metadata"],
  ["metadata.tencentyun.com", "metadata"],
]);

/** Public names that resolve to the loopback address, or to the address that is written in them. */
const LOOPBACK_DOMAINS = /(?:^|\.)(?:localhost|localtest\.me|lvh\.me|vcap\.me)$/;
const ADDRESS_IN_NAME = /(?:^|[.-])(\d{1,3})[.-](\d{1,3})[.-](\d{1,3})[.-](\d{1,3})\.(?:nip\.io|sslip\.io|xip\.io)$/;

function guardOfAddress(address: Address): Guard | undefined {
  const guard = GUARDED.find(([, ranges]) => ranges.some((range) => contains(range, address)))?.[0];
  const carried = guard === undefined ? carriedIpv4(address) : undefined;
  return carried === undefined ? guard : guardOfAddress(carried);
}

/** The guard that blocks a host whatever a policy says, or `undefined`. */
export function guardOf(host: Host): Guard | undefined {
  if (host.address !== undefined) return guardOfAddress(host.address);
  const named = GUARDED_NAMES.get(host.text);
  if (named !== undefined) return named;
  if (LOOPBACK_DOMAINS.test(host.text)) return "loopback";
  const embedded = ADDRESS_IN_NAME.exec(host.text);
  const address = embedded === null ? undefined : parseAddress(embedded.slice(1).map(Number).join("."));
  return address === undefined ? undefined : guardOfAddress(address);
}

/**
 * Ranges of which no part may be opened: what stands for the machine, its link or no host, and the notations of IPv6 that
 * embed IPv4 addresses (RFC 4291, section 2.5.5), which would get around all others.
 */
const CLOSED: readonly Network[] = [
  ...networks("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3", "::/96", "fe80::/10", "ff00::/8"),
  { family: 6, bits: 0xffff_0000_0000n, prefix: 96 },
];

/**
 * True for a range that a rule may not be about: any part of a closed one, or a metadata service. A range around a metadata
 * service can stand, because the address itself is guarded.
 */
export function isGuardedRange(network: Network): boolean {
  const isMetadata = GUARDED.some(
    ([guard, ranges]) => guard === "metadata" && ranges.some((range) => contains(range, network)),
  );
  return isMetadata || CLOSED.some((range) => overlaps(range, network));
}

/** True for addresses of private networks, which a policy opens only with `allow_private`. */
export function isPrivate(range: Address | Network): boolean {
  return PRIVATE.some((network) => ("prefix" in range ? overlaps(network, range) : contains(network, range)));
}
