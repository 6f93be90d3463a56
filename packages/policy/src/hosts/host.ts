import { type Address, formatAddress, parseAddress } from "./address.ts";

/** A destination in one spelling: a name in lower case and punycode without a final dot, or an address in standard notation. */
export interface Host {
  text: string;
  address?: Address;
}

/** RFC 1035. */
const MAX_HOST_CHARS = 253;

/** A name that is in normal form already; a last label that starts with a letter makes no address of it. */
const PLAIN = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.){0,126}[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** What would end the host inside of a URL, and what the URL parser would silently drop. */
const NO_HOST = /[\s\u0000-\u001f\u007f/?#@\\%,;]/;

/**
 * Reads a host in any spelling: case, a final dot, Unicode names, and addresses in decimal, hex, octal or short form,
 * as the resolvers of operating systems take them. `undefined` for what is no host.
 * Source: WHATWG URL, host parsing (UTS 46 names, IPv4 parser).
 */
export function hostOf(text: string): Host | undefined {
  if (text.length > MAX_HOST_CHARS + 8 || text === "") return undefined;
  if (PLAIN.test(text) && !text.includes("xn--")) return { text };
  const bare = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  if (bare.includes(":")) return ipv6Host(bare);
  if (NO_HOST.test(bare)) return undefined;
  const url = URL.parse(`http://${bare}/`);
  if (url === null || url.hostname === "") return undefined;
  const name = url.hostname.replace(/\.$/, "");
  const address = parseAddress(name);
  if (address !== undefined) return { text: name, address };
  return name.length <= MAX_HOST_CHARS && !name.includes("..") && !name.startsWith(".") ? { text: name } : undefined;
}

/** A zone such as `%eth0` says where an address is reached, not which one it is. */
function ipv6Host(bare: string): Host | undefined {
  const address = parseAddress(bare.replace(/%[\w.-]{1,32}$/, "").toLowerCase());
  if (address === undefined) return undefined;
  return { text: formatAddress(address), address };
}

/** Ports that a URL without one means. */
const SCHEME_PORTS: Readonly<Record<string, number>> = { http: 80, ws: 80, https: 443, wss: 443, ftp: 21 };

/** What agents talk to where nothing else is said. */
export const DEFAULT_PORT = 443;

const URL_DESTINATION =
  /^([a-z][a-z0-9+.-]{0,15}):\/\/(?:[^/?#@\s]{0,300}@)?(\[[^\]\s]{2,60}\]|[^/?#:\s[\]]{1,300})(?::(\d{1,5}))?(?=[/?#]|$)/i;
const HOST_PORT = /^(\[[^\]\s]{2,60}\]|[^/?#:\s[\]]{1,300})(?::(\d{1,5}))?$/;

/**
 * Host and port of a destination (`api.example.com:443`, `api.example.com`, `[::1]:80`) or of a URL; `undefined` when the
 * text is neither. Without a port it is the scheme's, else 443.
 */
export function destinationOf(text: string): { host: Host; port: number } | undefined {
  const trimmed = text.trim();
  const [, scheme, urlHost, urlPort] = URL_DESTINATION.exec(trimmed) ?? [];
  const [, plainHost = trimmed, plainPort] = scheme === undefined ? (HOST_PORT.exec(trimmed) ?? []) : [];
  const host = hostOf(urlHost ?? plainHost);
  if (host === undefined) return undefined;
  const port = urlPort ?? plainPort ?? SCHEME_PORTS[scheme?.toLowerCase() ?? ""] ?? DEFAULT_PORT;
  return Number(port) >= 1 && Number(port) <= 65_535 ? { host, port: Number(port) } : undefined;
}

/** A destination as it is written in answers: an IPv6 address stands in brackets. */
export function writeDestination(host: string, port: number): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
