import { type Address, formatAddress, readAddress } from "./address.ts";

/** A network: an address whose host bits are zero, and how many bits of it count. */
export interface Network {
  address: Address;
  bits: number;
}

/** What a CIDR of a document means; `rewritten` says that it was not in canonical notation. */
export interface ReadNetwork extends Network {
  cidr: string;
  rewritten: boolean;
}

function groupBits(address: Address): number {
  return address.family === 4 ? 8 : 16;
}

/** The group at `index` with only the bits that count. */
function maskedGroup(address: Address, index: number, bits: number): number {
  const width = groupBits(address);
  const counting = Math.min(width, Math.max(0, bits - index * width));
  const mask = ((1 << counting) - 1) << (width - counting);
  return (address.groups[index] ?? 0) & mask;
}

function masked(address: Address, bits: number): Address {
  return { family: address.family, groups: address.groups.map((_, index) => maskedGroup(address, index, bits)) };
}

/** A network of IPv6 that holds nothing but v4-mapped addresses is the network of IPv4. Source: RFC 4291 section 2.5.5.2. */
function unmapped(address: Address, bits: number): Network {
  const mapped =
    address.family === 6 &&
    bits >= 96 &&
    address.groups.slice(0, 5).every((g) => g === 0) &&
    address.groups[5] === 0xffff;
  if (!mapped) return { address, bits };
  const groups = address.groups.slice(6).flatMap((group) => [group >> 8, group & 255]);
  return { address: { family: 4, groups }, bits: bits - 96 };
}

/** Reads a CIDR; undefined when it is none, or has no `/` with the number of bits. */
export function readNetwork(text: string): ReadNetwork | undefined {
  const slash = text.indexOf("/");
  if (slash < 0) return undefined;
  const address = readAddress(text.slice(0, slash));
  const count = text.slice(slash + 1);
  if (address === undefined || !/^(?:0|[1-9][0-9]{0,2})$/.test(count)) return undefined;
  const bits = Number(count);
  if (bits > (address.family === 4 ? 32 : 128)) return undefined;
  const network = unmapped(masked(address, bits), bits);
  const cidr = `${formatAddress(network.address)}/${network.bits}`;
  return { ...network, cidr, rewritten: cidr !== text };
}

/** Whether one network lies in the other, or is it. */
export function isInside(inner: Network, outer: Network): boolean {
  if (inner.address.family !== outer.address.family || inner.bits < outer.bits) return false;
  return outer.address.groups.every((group, index) => group === maskedGroup(inner.address, index, outer.bits));
}

/** Two networks overlap only when one lies in the other. */
export function overlaps(a: Network, b: Network): boolean {
  return isInside(a, b) || isInside(b, a);
}
