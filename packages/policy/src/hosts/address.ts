/** An IP address as a number. An IPv4 address that was written as an IPv6 one (v4-mapped, v4-compatible, NAT64, 6to4) is IPv4. */
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

/** Where IPv6 carries an IPv4 address: how many bits lead to it, their value, and how many bits follow it. */
const CARRIERS: readonly [prefixBits: number, prefix: bigint, after: bigint][] = [
  [96, 0xffffn, 0n], // v4-mapped, RFC 4291
  [96, 0x0064_ff9b_0000_0000_0000_0000n, 0n], // NAT64, RFC 6052
  [16, 0x2002n, 80n], // 6to4, RFC 3056
];

function unwrap(bits: bigint): Address {
  for (const [prefixBits, prefix, after] of CARRIERS) {
    if (bits >> BigInt(128 - prefixBits) === prefix) return { family: 4, bits: (bits >> after) & 0xffff_ffffn };
  }
  // v4-compatible, RFC 4291; `::` and `::1` are addresses of their own.
  if (bits >> 32n === 0n && bits > 0xffffn) return { family: 4, bits };
  return { family: 6, bits };
}

/** The address that a text in standard notation names, or `undefined`. Other spellings go through `hostOf` first. */
export function parseAddress(text: string): Address | undefined {
  const ipv4 = parseIpv4(text);
  if (ipv4 !== undefined) return { family: 4, bits: ipv4 };
  const ipv6 = text.includes(":") && text.length <= 45 ? parseIpv6(text) : undefined;
  return ipv6 === undefined ? undefined : unwrap(ipv6);
}

/** The network that `10.0.0.0/8` or `fc00::/7` names, its host bits cleared; `undefined` when it names none. */
export function parseNetwork(text: string): Network | undefined {
  const [, written, length] = /^([^/]{2,45})\/(\d{1,3})$/.exec(text) ?? [];
  if (written === undefined) return undefined;
  const address = parseAddress(written);
  if (address === undefined) return undefined;
  // A v4-mapped network counts its prefix from the 96 bits in front.
  const prefix = Number(length) - (address.family === 4 && written.includes(":") ? 96 : 0);
  if (prefix < 0 || prefix > WIDTH[address.family]) return undefined;
  return { ...maskTo(address, prefix), prefix };
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
