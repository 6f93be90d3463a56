/** An IP address as a number. An IPv4 address that was written as an IPv6 one (v4-mapped) is IPv4. */
export interface Address {
  family: 4 | 6;
  bits: bigint;
}

/** A range of addresses that share their first `prefix` bits. */
export interface Network extends Address {
  prefix: number;
}

export const WIDTH = { 4: 32, 6: 128 } as const;

function parseIpv4(text: string): bigint | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  let bits = 0n;
  for (const part of match.slice(1)) {
    if (Number(part) > 255 || (part.length > 1 && part.startsWith("0"))) return undefined;
    bits = (bits << 8n) | BigInt(part);
  }
  return bits;
}

/** The eight groups of an IPv6 address; its last two may be written as an IPv4 address. */
function parseIpv6(text: string): bigint | undefined {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const ipv4 = tail === null ? undefined : parseIpv4(tail[2] ?? "");
  if (tail !== null && ipv4 === undefined) return undefined;
  const written =
    ipv4 === undefined ? text : `${tail?.[1]}${(ipv4 >> 16n).toString(16)}:${(ipv4 & 0xffffn).toString(16)}`;
  const [before = "", after, ...rest] = written.split("::");
  if (rest.length > 0) return undefined;
  const head = before === "" ? [] : before.split(":");
  const end = after === undefined || after === "" ? [] : after.split(":");
  const missing = 8 - head.length - end.length;
  if (after === undefined ? missing !== 0 : missing < 1) return undefined;
  let bits = 0n;
  for (const group of [...head, ...Array.from({ length: missing }, () => "0"), ...end]) {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined;
    bits = (bits << 16n) | BigInt(`0x${group}`);
  }
  return bits;
}

/** What stands in front of an IPv4 address that is written as an IPv6 one. Source: RFC 4291, section 2.5.5.2. */
const MAPPED = 0xffffn;

/** The address that a text in standard notation names, or `undefined`. Other spellings go through `hostOf` first. */
export function parseAddress(text: string): Address | undefined {
  const ipv4 = parseIpv4(text);
  if (ipv4 !== undefined) return { family: 4, bits: ipv4 };
  const ipv6 = text.includes(":") && text.length <= 45 ? parseIpv6(text) : undefined;
  if (ipv6 === undefined) return undefined;
  return ipv6 >> 32n === MAPPED ? { family: 4, bits: ipv6 & 0xffff_ffffn } : { family: 6, bits: ipv6 };
}

/** Where else IPv6 carries an IPv4 address: how many bits lead to it, their value, and how many bits follow it. */
const CARRIERS: readonly [prefixBits: number, prefix: bigint, after: bigint][] = [
  [96, 0n, 0n], // v4-compatible, RFC 4291
  [96, 0x0064_ff9b_0000_0000_0000_0000n, 0n], // NAT64, RFC 6052
  [16, 0x2002n, 80n], // 6to4, RFC 3056
];

/** The IPv4 address that an IPv6 address leads to by translation or tunnel, or `undefined`. */
export function carriedIpv4({ family, bits }: Address): Address | undefined {
  if (family === 4) return undefined;
  const carrier = CARRIERS.find(([prefixBits, prefix]) => bits >> BigInt(128 - prefixBits) === prefix);
  return carrier === undefined ? undefined : { family: 4, bits: (bits >> carrier[2]) & 0xffff_ffffn };
}

/**
 * The network that `10.0.0.0/8` or `fc00::/7` names, its host bits cleared; `undefined` when it names none. One that holds
 * nothing but v4-mapped addresses is the network of IPv4.
 */
export function parseNetwork(text: string): Network | undefined {
  const [, written, length] = /^([^/]{2,45})\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  if (written === undefined) return undefined;
  const ipv4 = parseIpv4(written);
  const bits = ipv4 ?? (written.includes(":") ? parseIpv6(written) : undefined);
  const family = ipv4 === undefined ? 6 : 4;
  if (bits === undefined || Number(length) > WIDTH[family]) return undefined;
  const network = { ...maskTo({ family, bits }, Number(length)), prefix: Number(length) };
  const isMapped = family === 6 && network.prefix >= 96 && network.bits >> 32n === MAPPED;
  return isMapped ? { family: 4, bits: network.bits & 0xffff_ffffn, prefix: network.prefix - 96 } : network;
}

/** The address with all but its first `prefix` bits cleared. */
export function maskTo({ family, bits }: Address, prefix: number): Address {
  const rest = BigInt(WIDTH[family] - prefix);
  return { family, bits: (bits >> rest) << rest };
}

/** True when every address of `inner` (a network, or one address) lies in `outer`. */
export function contains(outer: Network, inner: Address | Network): boolean {
  if (outer.family !== inner.family || ("prefix" in inner && inner.prefix < outer.prefix)) return false;
  return maskTo(inner, outer.prefix).bits === outer.bits;
}

/** True when some address lies in both networks. */
export function overlaps(a: Network, b: Network): boolean {
  return contains(a, b) || contains(b, a);
}

/** An address in standard notation: dotted decimal, or RFC 5952. */
export function formatAddress({ family, bits }: Address): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join(".");
  const groups = Array.from({ length: 8 }, (_, index) => ((bits >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));
  return new URL(`http://[${groups.join(":")}]/`).hostname.slice(1, -1);
}

/** A network in standard notation. */
export function formatNetwork(network: Network): string {
  return `${formatAddress(network)}/${network.prefix}`;
}
