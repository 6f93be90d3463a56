import type { Rule } from "./rule.ts";

const upstream = { category: "agent_runtime_exception", nextAction: "rerun" } as const;
const output = { voice: "error_output" } as const;

/** How clients print the answer of a host, or that there was none. */
export const upstreamTextRules: readonly Rule[] = [
  {
    id: "upstream.quota",
    ...upstream,
    nextAction: "ask_user",
    matches: "the account at a provider has no quota or credit left",
    example:
      "Error code: 429 - {'error': {'message': 'You exceeded your current quota, please check your plan and billing details.'",
    match: {
      ...output,
      text: /\b(?<problem>You exceeded your current quota|insufficient_quota|[Yy]our credit balance is too low|Insufficient (?:credits|balance|funds)|billing_hard_limit_reached|requires more credits)/,
      hints: ["quota", "credit", "redits", "nsufficient", "billing"],
    },
    rootCause: ["The account at the provider has no quota or credit left: {problem}. That does not pass by itself."],
  },
  {
    id: "upstream.provider_status",
    ...upstream,
    matches: "the client of a model provider prints the status of an answer",
    example: "openai.AuthenticationError: Error code: 401 - {'error': {'message': 'Incorrect API key provided'",
    match: {
      ...output,
      text: /(?:\b(?<client>openai|anthropic|groq|mistralai|cohere|together)\.(?:[\w.]{1,40}\.)?\w{0,40}(?:Error|Exception): )?(?:Error code|status code|HTTP status|HTTP|status_code|StatusCode|statusCode)[:=]? ?(?<status>[45]\d\d)\b/,
      hints: ["rror code", "tatus", "HTTP"],
    },
    observes: true,
    rootCause: ["An upstream answered {status}."],
  },
  {
    id: "upstream.http_status",
    ...upstream,
    matches: "an HTTP client prints the status of an answer and its address",
    example: "requests.exceptions.HTTPError: 503 Server Error: Service Unavailable for url: https://api.example.com/v1",
    match: {
      ...output,
      text: /\b(?<status>[45]\d\d) (?:Client|Server) Error: .{0,80}? for url: https?:\/\/(?<host>[\w.-]{1,200})|(?:Client error|Server error) '(?<status2>[45]\d\d) .{1,60}?' for url 'https?:\/\/(?<host2>[\w.-]{1,200})|\bHTTP Error (?<status3>[45]\d\d): |Request failed with status code (?<status4>[45]\d\d)|(?:ClientResponseError|HttpError|HTTPStatusError|ApiError|APIError|HTTPError|FetchError): ?\(?(?<status5>[45]\d\d)\b(?! (?:Client|Server) Error)|\b(?:responded|answered|returned)(?: with)?(?: HTTP)?(?: status)?(?: code)? (?<status6>[45]\d\d)\b/,
      hints: ["Error", "error", "status code", "esponded", "nswered", "eturned"],
    },
    observes: true,
    rootCause: ["{host} answered {status}.", "An upstream answered {status}."],
  },
  {
    id: "upstream.unauthorized",
    ...upstream,
    matches: "a service says that the caller is not authenticated",
    example: "401 Unauthorized: Bad credentials",
    match: {
      ...output,
      text: /(?:^|[\s:('"[])(?<status>401)[)\]'"]?[ :,-]{1,4}['"]?(?:Unauthorized|UNAUTHORIZED|unauthorized|UNAUTHENTICATED|Unauthenticated|Bad credentials|Invalid (?:API key|token|credentials|authentication)|Authentication)|\b(?:Bad credentials|invalid authentication credentials|API token is invalid|not_authed|invalid_auth\b|exceptions\.Unauthenticated|invalid x-api-key|Incorrect API key provided|Invalid API [Kk]ey(?: provided)?|invalid_api_key|Invalid username or password|Unauthorized \(401\))/,
      hints: ["401", "redentials", "API ", "api", "Invalid username", "not_authed", "invalid_auth", "Unauthenticated"],
    },
    observes: true,
    rootCause: ["An upstream answered 401."],
  },
  {
    id: "upstream.overloaded",
    ...upstream,
    matches: "a service says that it is overloaded, unavailable or limits the rate",
    example: "anthropic.InternalServerError: {'type': 'overloaded_error', 'message': 'Overloaded'}",
    match: {
      ...output,
      text: /\b(?<problem>overloaded_error|[Ss]ervice (?:is )?(?:[Tt]emporarily )?[Uu]navailable|503 Service Unavailable|502 Bad Gateway|504 Gateway Time-?out|Bad Gateway|Gateway Time-?out|RateLimitError|status = StatusCode\.(?:UNAVAILABLE|DEADLINE_EXCEEDED|RESOURCE_EXHAUSTED)|Rate limit (?:reached|exceeded)|Too Many Requests|\bexceptions\.(?:ServiceUnavailable|TooManyRequests|ResourceExhausted|DeadlineExceeded|GatewayTimeout|BadGateway)\b|ThrottlingException|TooManyRequestsException|UNAVAILABLE: .{0,80}|model is currently overloaded)/,
      hints: [
        "verloaded",
        "navailable",
        "Gateway",
        "exceptions.",
        "status = StatusCode",
        "RateLimit",
        "ate limit",
        "Too Many",
        "Throttling",
        "TooMany",
        "UNAVAILABLE",
      ],
    },
    rootCause: [
      "{host} was not available: {problem}. That usually passes.",
      "An upstream was not available: {problem}. That usually passes.",
    ],
  },
  {
    id: "upstream.timeout",
    ...upstream,
    connection: true,
    matches: "a request to a host timed out",
    example:
      "requests.exceptions.ReadTimeout: HTTPSConnectionPool(host='api.example.com', port=443): Read timed out. (read timeout=30)",
    match: {
      ...output,
      text: /(?:HTTPS?ConnectionPool\(host='(?<host>[\w.-]{1,200})', port=\d{1,5}\): (?:Read timed out|Max retries exceeded .{0,400}?(?:ConnectTimeoutError|ReadTimeoutError))|\b(?:httpx|httpcore|openai|anthropic|requests\.exceptions|aiohttp|urllib3\.exceptions)\.(?:[\w.]{1,40}\.)?(?:ReadTimeout|ConnectTimeout|APITimeoutError|ServerTimeoutError|ConnectionTimeoutError|ReadTimeoutError|ConnectTimeoutError|PoolTimeout|Timeout)\b|\b(?:TimeoutError|socket\.timeout): (?:The read operation timed out|timed out|\[Errno 110\])|connect ETIMEDOUT (?<host2>[\w.:-]{1,80})|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT|HeadersTimeoutError|^(?:asyncio\.(?:exceptions\.)?)?TimeoutError(?:: ?)?$|Request timed out\b|timeout of \d{1,8}ms exceeded|ESOCKETTIMEDOUT|\bdial tcp (?<host3>[\w.-]{1,120}):\d{1,5}: i\/o timeout|\bcontext deadline exceeded\b|\bConnection timed out\b|Client\.Timeout exceeded while awaiting headers)/,
      hints: ["imed out", "imeout", "ETIMEDOUT", "TIMEOUT", "deadline exceeded"],
    },
    rootCause: [
      "{host} did not answer in time; that usually passes.",
      "An upstream did not answer in time; that usually passes.",
    ],
  },
  {
    id: "upstream.local_refused",
    ...upstream,
    nextAction: "fix_code",
    matches: "the agent asks for a service on its own machine that is not there",
    example: "Error: connect ECONNREFUSED 127.0.0.1:6379",
    match: {
      ...output,
      text: /(?:ECONNREFUSED (?<address>(?:127\.0\.0\.1|::1|localhost):(?!431[78]\b)\d{1,5})|HTTPS?ConnectionPool\(host='(?<address4>localhost|127\.0\.0\.1)', port=(?!431[78]\b)\d{1,5}\): Max retries .{0,400}Connection refused|Error \d{1,3} connecting to (?<address2>(?:localhost|127\.0\.0\.1):\d{1,5})\. Connection refused|connection to server at "(?<address3>localhost|127\.0\.0\.1)".{0,80}failed: Connection refused)/,
      hints: ["ECONNREFUSED", "Connection refused"],
    },
    rootCause: ["The agent expects a service at {address} inside its own container, and there is none."],
  },
  {
    id: "upstream.connection",
    ...upstream,
    connection: true,
    matches: "a host refuses or drops the connection",
    example:
      "requests.exceptions.ConnectionError: ('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))",
    match: {
      ...output,
      text: /(?:HTTPS?ConnectionPool\(host='(?<host>[\w.-]{1,200})', port=\d{1,5}\): Max retries .{0,400}(?:Connection refused|Connection reset|NewConnectionError)|RemoteDisconnected\('Remote end closed|Remote end closed connection without response|Connection reset by peer|\[Errno 111\] Connection refused|ConnectionRefusedError: |ConnectionResetError: |\b(?:httpx|httpcore|aiohttp\.[\w.]{1,40})\.?(?:ConnectError|RemoteProtocolError|ServerDisconnectedError|ClientConnectorError|ClientConnectionError)\b|\b(?:openai|anthropic)\.APIConnectionError\b|\bconnect ECONNREFUSED (?!\S{0,60}:431[78]\b)(?<host2>[\w.:-]{1,80})|read ECONNRESET|socket hang up|\bdial tcp (?<host3>[\w.-]{1,120}):\d{1,5}: connect: connection (?:refused|reset)|other side closed|UND_ERR_SOCKET|UNEXPECTED_EOF_WHILE_READING)/,
      hints: [
        "onnect",
        "ECONN",
        "socket hang up",
        "other side closed",
        "UND_ERR",
        "UNEXPECTED_EOF",
        "isconnected",
        "RemoteProtocol",
      ],
    },
    rootCause: [
      "{host} refused or dropped the connection; that usually passes.",
      "An upstream refused or dropped the connection; that usually passes.",
    ],
  },
  {
    id: "upstream.certificate_expired",
    ...upstream,
    nextAction: "ask_user",
    matches: "the certificate of a host has expired",
    example: "certificate verify failed: certificate has expired",
    match: {
      ...output,
      text: /(?<problem>certificate has expired(?: or is not yet valid)?|CERT_HAS_EXPIRED)/,
      hints: ["certificate has expired", "CERT_HAS_EXPIRED"],
    },
    rootCause: ["The certificate of an upstream is not valid any more: {problem}."],
  },
];
