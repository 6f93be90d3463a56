const URL_HOST =
  /^([a-z][a-z0-9+.-]{0,15}):\/\/(?:[^/@\s]{0,200}@)?(\[[0-9a-f:.]{2,45}\]|[^/:?#\s]{1,253})(?::(\d{1,5}))?/i;
const HOST_PORT = /^(\[[0-9a-f:.]{2,45}\]|[^\s/:]{1,253})(?::(\d{1,5}))?$/i;
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: "80", ws: "80", https: "443", wss: "443" };

/** Host names are equal whatever their case and with or without the final dot. */
function normal(host: string): string {
  const lower = host.toLowerCase();
  return lower.endsWith(".") ? lower.slice(0, -1) : lower;
}

/**
 * Host and port of a destination (`api.example.com:443`, `api.example.com`) or of a URL, in one spelling. A destination
 * without a port means 443: that is what agents talk to.
 */
export function destinationOf(text: string): { host: string; port: string } | undefined {
  const [, scheme, urlHost, urlPort] = URL_HOST.exec(text) ?? [];
  if (scheme !== undefined && urlHost !== undefined) {
    return { host: normal(urlHost), port: urlPort ?? DEFAULT_PORTS[scheme.toLowerCase()] ?? "443" };
  }
  const [, host, port] = HOST_PORT.exec(text.trim()) ?? [];
  return host === undefined ? undefined : { host: normal(host), port: port ?? "443" };
}

/** The host of a destination or URL. */
export function hostOf(text: string): string | undefined {
  return destinationOf(text)?.host;
}
