import type { Rule } from "./rule.ts";

const network = { category: "network_sandbox_failed", nextAction: "rerun", connection: true } as const;
const output = { voice: "error_output" } as const;

/** How a failing network sandbox looks from inside: names do not resolve, the proxy does not answer, TLS is not the host's. */
export const networkTextRules: readonly Rule[] = [
  {
    id: "network.dns_of_host",
    ...network,
    matches: "a name cannot be resolved, and the text says which",
    example: "Error: getaddrinfo EAI_AGAIN api.openai.com",
    match: {
      ...output,
      text: /getaddrinfo (?:EAI_AGAIN|ENOTFOUND|EAI_NODATA|EAI_FAIL|EAI_NONAME) (?<host>[\w.-]{1,200})|\blookup (?<host2>[\w.-]{1,200})(?: on [\d.:[\]a-f]{2,50})?: (?:no such host|server misbehaving|i\/o timeout|Temporary failure|.{0,120}(?:i\/o timeout|connection refused))|Could not resolve host: (?<host3>[\w.-]{1,200})|Failed to resolve ['"](?<host4>[\w.-]{1,200})['"]|Cannot connect to host (?<host5>[\w.-]{1,200}):\d{1,5} ssl:.{1,40} \[(?:Temporary failure|Name or service|No address|nodename nor|Domain name not found|Timeout while contacting DNS|DNS)/,
      hints: ["getaddrinfo E", "lookup ", "resolve", "Cannot connect to host"],
    },
    rootCause: ["The network sandbox could not resolve {host}; no policy denied it."],
  },
  {
    id: "network.dns",
    ...network,
    matches: "a name cannot be resolved",
    example: "socket.gaierror: [Errno -3] Temporary failure in name resolution",
    match: {
      ...output,
      text: /\[Errno -?\d{1,4}\] (?:Temporary failure in name resolution|Name or service not known|No address associated with hostname|nodename nor servname provided, or not known|Try again)|Temporary failure in name resolution|queryA (?:ETIMEOUT|ECONNREFUSED|ESERVFAIL)/,
      hints: ["name resolution", "Name or service", "No address associated", "nodename nor", "Try again", "queryA "],
    },
    rootCause: [
      "The network sandbox could not resolve {host}; no policy denied it.",
      "The network sandbox could not resolve a host name; no policy denied it.",
    ],
  },
  {
    id: "network.proxy_refused",
    ...network,
    nextAction: "ask_user",
    matches: "the gateway refuses a connection with 403 or 407, and there is no record of a denial",
    example: "OSError('Tunnel connection failed: 403 Forbidden')",
    match: {
      ...output,
      text: /(?:Tunnel connection failed: |Received HTTP code |Proxy response \(|proxy responded with |CONNECT tunnel failed, response |unexpected proxy response: )(?<status>403|407)/,
      hints: ["unnel", "roxy"],
    },
    rootCause: [
      "The gateway refused the connection to {host} with {status}, and recorded no denial.",
      "The gateway refused a connection with {status}, and recorded no denial.",
    ],
  },
  {
    id: "network.proxy_down",
    ...network,
    matches: "the gateway's proxy cannot be reached",
    example: "ProxyError('Unable to connect to proxy', NewConnectionError('... Connection refused'))",
    match: {
      ...output,
      text: /ProxyError\(['"](?:Cannot|Unable to) connect to proxy\.?['"], (?:NewConnectionError|ConnectTimeoutError|ConnectionRefusedError|RemoteDisconnected|TimeoutError|ConnectionResetError)|proxyconnect tcp: dial tcp .{1,120}(?:refused|timeout|no such host|unreachable)|ClientProxyConnectionError: Cannot connect to host|Could not resolve proxy|httpx\.ProxyError: (?!403|407)|Failed to connect to (?:gateway|egress[-_]proxy)/,
      hints: ["roxy", "gateway"],
    },
    rootCause: ["The gateway of the run could not be reached; no policy denied anything."],
  },
  {
    id: "network.unreachable",
    ...network,
    matches: "there is no route out of the sandbox",
    example: "OSError: [Errno 101] Network is unreachable",
    match: {
      ...output,
      text: /\[Errno (?:101|51)\] Network is unreachable|\[Errno 113\] No route to host|\bconnect (?:ENETUNREACH|EHOSTUNREACH) (?<host>\S{1,80})|\bconnect: (?:network is unreachable|no route to host)/i,
      hints: ["etwork is unreachable", "o route to host", "ENETUNREACH", "EHOSTUNREACH"],
    },
    rootCause: [
      "There is no route from the network sandbox to {host}.",
      "There is no route out of the network sandbox.",
    ],
  },
  {
    id: "network.tls_name",
    ...network,
    nextAction: "ask_user",
    matches: "the certificate is for another host name (SNI mismatch)",
    example: "certificate verify failed: Hostname mismatch, certificate is not valid for 'api.openai.com'",
    match: {
      ...output,
      text: /(?:Hostname mismatch, certificate is not valid for ['"](?<host>[\w.-]{1,200})|hostname ['"](?<host2>[\w.-]{1,200})['"] doesn't match|ERR_TLS_CERT_ALTNAME_INVALID|Hostname\/IP does not match certificate's altnames: Host: (?<host3>[\w.-]{1,200})|x509: certificate is valid for .{1,160}, not (?<host4>[\w.-]{1,200})|SNI (?:mismatch|(?:[\w.-]{1,120} )?does not match)|TLSV1_UNRECOGNIZED_NAME|tlsv1 unrecognized name)/,
      hints: ["ostname", "ALTNAME", "x509", "SNI", "nrecognized"],
    },
    rootCause: [
      "TLS inside the network sandbox ended at a certificate that is not for {host}.",
      "TLS inside the network sandbox ended at a certificate for another host.",
    ],
  },
  {
    id: "network.tls_issuer",
    ...network,
    nextAction: "ask_user",
    matches: "the certificate's issuer is unknown, as behind a gateway that opens TLS",
    example: "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in certificate chain",
    match: {
      ...output,
      text: /(?<problem>certificate verify failed: (?:self[- ]signed certificate(?: in certificate chain)?|unable to get (?:local )?issuer certificate)|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_(?:GET_ISSUER_CERT_LOCALLY|VERIFY_LEAF_SIGNATURE)|self[- ]signed certificate in certificate chain|unable to get local issuer certificate|unable to verify the first certificate|x509: certificate signed by unknown authority)/,
      hints: ["certificate", "CERT", "UNABLE_TO"],
    },
    rootCause: ["TLS inside the network sandbox ended at a certificate that the agent does not trust: {problem}."],
  },
];
