import { isIn, LETTER, runEnd, SPACE, URL_EXTRA, WORD } from "../scan/characters.ts";
import type { Scan, Span } from "../scan/scan.ts";
import { isPlaceholder } from "../values/judge-value.ts";
import { composition, looksRandom } from "../values/randomness.ts";
import type { Recogniser } from "./recogniser.ts";
import { hasEscape } from "./value-place.ts";

// RFC 9110 section 11.6.2: `Authorization: <scheme> <credentials>`; the scheme is evidence, the credentials are not.

const ONE_CREDENTIAL: ReadonlySet<string> = new Set(
  "bearer basic token negotiate ntlm apikey api-key bot key jwt splunk ssws geniekey dpop kerberos private-token sharedkey sharedkeylite goog oauth2 oauth login zuul zoho-oauthtoken bearertoken discogs sso-key aws klaviyo-api-key".split(
    " ",
  ),
);
const MANY_PARAMETERS =
  /^(?:digest|aws4-[a-z0-9-]+|aws3-https|signature|hawk|oauth|mac|sharedaccesssignature|scram-[a-z0-9-]+|vapid|hoba|mutual|acs3-[a-z0-9-]+|tc3-[a-z0-9-]+|goog4-[a-z0-9-]+|credential|acquia-http-hmac|hmac[a-z0-9-]*|eg1-[a-z0-9-]+|google-?login)$/;
const MAX_SCHEME_CHARS = 32;
/** `SignedHeaders=host;x-amz-date` is the one parameter whose value holds semicolons (AWS, Azure). */
const PARAMETER =
  /[ \t]{0,4}(?:SignedHeaders=[^\s"',\\&]{0,2000}|[A-Za-z][\w-]{0,40}=(?:\\{0,7}"(?![,:}\]])[^"\\\n\r]{0,2000}\\{0,7}"|[^\s"',;\\]{0,2000}))/y;
/** `Token token="..."` (Rails) and its like: a scheme of one credential that names it. */
const NAMED_CREDENTIAL = /^(?:token|access_?token|api_?key|key|credential)=\\{0,7}["']?[\w+/-]/i;

/** Whether a value brings its scheme along: `"token": "Bearer abc..."`. */
export function beginsWithScheme(value: string): boolean {
  return value.includes(" ") && /^(?:bearer|basic|token|bot|apikey) +(?=\S{6})/i.test(value);
}

/** Where unquoted credentials end: at a blank, a quote, a comma or a semicolon, or before an escape such as `\n`. */
function credentialEnd(scan: Scan, from: number): number {
  return scan.valueEnd(from, false);
}

function parametersEnd(scan: Scan, from: number): number {
  const { text } = scan;
  let end = credentialEnd(scan, from);
  PARAMETER.lastIndex = from;
  let at = from;
  for (;;) {
    PARAMETER.lastIndex = at;
    if (!PARAMETER.test(text)) return Math.max(at - (text.charAt(at - 1) === "," ? 1 : 0), end);
    at = PARAMETER.lastIndex;
    end = Math.max(end, at);
    if (
      text.charAt(at) !== "," &&
      text.charAt(at) !== ";" &&
      text.charAt(at) !== "&" &&
      !/^ [A-Za-z]+=/.test(text.slice(at, at + 24))
    )
      return end;
    if (text.charAt(at) !== " ") at += 1;
  }
}

/** `${token}` and `$(command)` stand for credentials. */
const isComputed = (text: string, at: number): boolean =>
  text.charAt(at) === "$" && (text.charAt(at + 1) === "{" || text.charAt(at + 1) === "(");

/**
 * The credentials in the value of an authorization header that starts at `start`. `limit` is where the value ends if
 * that is known (a quoted string), else the end of the line.
 */
export function credentialsIn(
  scan: Scan,
  start: number,
  limit: number,
  certain: boolean,
  rule: string,
): Span | undefined {
  const { text } = scan;
  const schemeEnd = runEnd(text, start, WORD | URL_EXTRA, Math.min(limit, start + MAX_SCHEME_CHARS));
  const scheme = text.slice(start, schemeEnd).toLowerCase();
  const blank = runEnd(text, schemeEnd, SPACE, Math.min(limit, schemeEnd + 4));
  if (blank > schemeEnd && blank < limit && isIn(text, start, LETTER)) {
    const ahead = text.slice(blank, blank + 48);
    if (
      MANY_PARAMETERS.test(scheme)
        ? /^[A-Za-z][\w-]{0,40}=/.test(ahead)
        : ONE_CREDENTIAL.has(scheme) && NAMED_CREDENTIAL.test(ahead)
    ) {
      const end = certain ? limit : Math.min(limit, parametersEnd(scan, blank));
      return end > blank ? { start: blank, end, rule } : undefined;
    }
    const end = Math.min(limit, credentialEnd(scan, blank));
    const value = text.slice(blank, Math.min(end, blank + 64));
    if (end === blank || text.startsWith("[REDACTED]", blank) || isComputed(text, blank)) return undefined;
    if (ONE_CREDENTIAL.has(scheme)) {
      const lastOfLine = runEnd(text, end, SPACE) >= limit || !isIn(text, runEnd(text, end, SPACE), LETTER);
      const isWord = /^[a-z]+$/.test(value);
      if (isPlaceholder(value) || (isWord && !lastOfLine)) return undefined;
      return { start: blank, end: certain ? limit : end, rule };
    }
    if (certain && looksRandom(text, start, limit)) return { start, end: limit, rule };
    return looksRandom(text, blank, end) ? { start: blank, end, rule } : undefined;
  }
  // No scheme: the whole value is the credential.
  const end = certain ? limit : Math.min(limit, credentialEnd(scan, start));
  const value = text.slice(start, Math.min(end, start + 64));
  if (end === start || value.startsWith("[REDACTED]") || isPlaceholder(value) || /^[A-Za-z-]+ *$/.test(value))
    return undefined;
  return { start, end, rule };
}

/** `Bearer <token>` without a header name before it. The token must read like one: "bearer token expired" is prose. */
export const bearer: Recogniser = {
  id: "http-bearer",
  source: "RFC 6750 section 2.1",
  anchors: ["bearer"],
  find(scan, at) {
    const { text } = scan;
    const start = runEnd(text, at + 6, SPACE, at + 10);
    if (start === at + 6) return undefined;
    const end = credentialEnd(scan, start);
    if (hasEscape(scan, start, end)) return undefined;
    const made = composition(text, start, end);
    const opaque =
      end - start >= 8 &&
      (made.digits > 0 || made.changes > 2) &&
      !/^[a-z]+(?:-[a-z]+)*$/i.test(text.slice(start, Math.min(end, start + 64)));
    return opaque ? { start, end, rule: "http-bearer" } : undefined;
  },
  fixtures: {
    positive: ["Bearer <base64url:24>"],
    negative: ["Bearer token expired", "bearer of bad news", "Bearer realm=example"],
  },
};

function decodesToPair(encoded: string): boolean {
  try {
    const decoded = atob(encoded.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, ""));
    return /^[\x20-\x7e\x80-\xff]*:[\x20-\x7e\x80-\xff]*$/.test(decoded);
  } catch {
    return false;
  }
}

/** `Basic <base64 of user:password>` without a header name before it: told from prose by what it decodes to. */
export const basic: Recogniser = {
  id: "http-basic",
  source: "RFC 7617 section 2",
  anchors: ["basic"],
  find(scan, at) {
    const { text } = scan;
    const start = runEnd(text, at + 5, SPACE, at + 9);
    const end = credentialEnd(scan, start);
    if (start === at + 5 || end - start < 6 || end - start > 1024) return undefined;
    return decodesToPair(text.slice(start, end)) ? { start, end, rule: "http-basic" } : undefined;
  },
  fixtures: { positive: [], negative: ["Basic authentication failed", "basic understanding"] },
};
