import { guardOf } from "./guard.ts";

/** A host pattern of an egress rule in the one form that is compared, or why it is none. */
export type Domain =
  | { kind: "host"; host: string; rewritten: boolean }
  | { kind: "wildcard"; suffix: string; rewritten: boolean }
  | { kind: "refused"; code: DomainFault };

export type DomainFault =
  | "invalid_domain"
  | "domain_is_url"
  | "domain_has_port"
  | "domain_is_address"
  | "invalid_wildcard"
  | "guarded_address";

export const DOMAIN_FAULTS: Readonly<Record<DomainFault, string>> = {
  invalid_domain: "Write a host name, such as api.example.com: labels of letters, digits and hyphens, joined by dots.",
  domain_is_url: "Write the host name alone, without scheme, user, path or query.",
  domain_has_port: "Write the host name alone, and its ports in `ports`.",
  domain_is_address: "This is an IP address. Write it as `cidr`, such as 203.0.113.7/32.",
  invalid_wildcard:
    "A wildcard is `*.` before a name of at least two labels, such as *.example.com, and matches one label.",
  guarded_address: "This name stands for the machine itself or its metadata service, which no policy can allow.",
};

const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;
const ADDRESS_V4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const MAX_HOST_CHARS = 253;

/**
 * Reads a host pattern. Upper case, one trailing dot and international names are brought to the form in which they go over
 * the wire; `rewritten` says that something was.
 */
export function readDomain(text: string): Domain {
  if (/[/\\@?#]/.test(text)) return { kind: "refused", code: "domain_is_url" };
  if (text.startsWith("[") || text.split(":").length > 2) return { kind: "refused", code: "domain_is_address" };
  if (text.includes(":")) return { kind: "refused", code: "domain_has_port" };
  const wildcard = text.startsWith("*.");
  const written = wildcard ? text.slice(2) : text;
  if (written.includes("*")) return { kind: "refused", code: "invalid_wildcard" };
  const read = readHost(written);
  if (typeof read !== "string") return { kind: "refused", code: read.code };
  const rewritten = read !== written;
  if (!wildcard) return { kind: "host", host: read, rewritten };
  if (!read.includes(".")) return { kind: "refused", code: "invalid_wildcard" };
  return { kind: "wildcard", suffix: read, rewritten };
}

function readHost(written: string): string | { code: DomainFault } {
  const name = written.endsWith(".") ? written.slice(0, -1) : written;
  const host = wireForm(name);
  if (host === undefined) return { code: "invalid_domain" };
  // The URL parser takes decimal, octal and hexadecimal spellings for the addresses that a resolver would take them for.
  if (ADDRESS_V4.test(host)) return { code: "domain_is_address" };
  if (host.length > MAX_HOST_CHARS || !host.split(".").every((label) => LABEL.test(label))) {
    return { code: "invalid_domain" };
  }
  if (guardOf({ text: host }) !== undefined) return { code: "guarded_address" };
  return host;
}

/** Source: WHATWG URL, domain to ASCII. What it drops or percent-decodes is refused rather than read another way. */
function wireForm(name: string): string | undefined {
  if (name === "" || name.length > 4 * MAX_HOST_CHARS || /[\s%\u00ad\u200b-\u200f\u2060\ufeff]/.test(name))
    return undefined;
  const url = `http://${name}/`;
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}
