import { MAX_NAME_CHARS } from "../limits.ts";
import { classifyName, type NameStrength } from "../names/classify-name.ts";
import { NAME, runEnd, runStart } from "../scan/characters.ts";
import type { Scan, Span } from "../scan/scan.ts";
import { isSecretValue } from "../values/judge-value.ts";
import { credentialsIn } from "./authorization.ts";
import { cookieValues } from "./cookies.ts";
import type { Recogniser } from "./recogniser.ts";
import { findValue, type ValuePlace } from "./value-place.ts";

// `name = value` in all the ways that configuration, code, headers, URLs, markup and logs write it. Keywords are the anchors:
// around one, the whole name is read and judged (`names/`), then the separator and the value (`value-place.ts`), then the
// value is judged (`values/`). Text without such words is never looked at twice.

export const NAME_ANCHORS = [
  "passw", "passphrase", "passcode", "pass", "pwd", "kennwort", "contrasena", "secret", "token", "apikey", "key", "auth", "cred", "cookie", "mnemonic",
  "phrase", "jwt", "bearer", "sess", "seed", "csrf", "xsrf", "otp", "cvv", "assertion",
] as const;

type Name = { start: number; end: number };

/** The identifier around the keyword, without the letter of an escape (`\nAPI_KEY`) before it. */
function nameAround(text: string, at: number, end: number): Name {
  let start = runStart(text, at, NAME, Math.max(0, at - MAX_NAME_CHARS));
  if (text.charCodeAt(start - 1) === 0x5c && start < at) start += 1;
  return { start, end: runEnd(text, end, NAME, end + MAX_NAME_CHARS) };
}

const BARE_NAME = /^(?:key|keys|code|phrase)$/i;

/** Judges the name; a bare `key` together with the word before it, as in "API key" and "private key". */
function strengthAt(text: string, name: Name): NameStrength {
  const written = text.slice(name.start, name.end);
  if (!BARE_NAME.test(written) || text.charAt(name.start - 1) !== " ") return classifyName(written);
  const before = text.slice(runStart(text, name.start - 1, NAME, name.start - 1 - MAX_NAME_CHARS), name.start - 1);
  return classifyName(`${before}_${written}`);
}

/** Whether the secret stands unquoted after a quoted JSON name: then the replacement must bring its own quotes. */
function needsQuotes(text: string, name: Name, place: ValuePlace): boolean {
  return place.nameQuote === '"' && place.separator === ":" && !place.quoted && /^[0-9.eE+-]+$/.test(text.slice(place.start, place.end)) && text.charAt(name.start - 1) === '"';
}

function spansOf(scan: Scan, name: Name, strength: NameStrength, place: ValuePlace): Span | readonly Span[] | undefined {
  const { text } = scan;
  const { start, end, standing } = place;
  if (strength === "authorization" && (standing !== "spoken" || place.separator === ",")) {
    return credentialsIn(scan, start, place.quoted ? end : scan.lineEnd(start), place.quoted, "http-authorization");
  }
  if (strength === "cookie" && (place.quoted || standing === "listed")) {
    return cookieValues(scan, start, place.quoted ? end : place.enclosedUntil, "http-cookie");
  }
  const value = text.slice(start, end);
  if (place.readsOn) return undefined;
  const scheme = /^(?:bearer|basic|token|bot|apikey) +(?=\S{6})/i.exec(value);
  if (scheme !== null) return credentialsIn(scan, start, end, true, "secret-assignment");
  if (!isSecretValue(value, strength, standing)) return undefined;
  const span: Span = { start, end, rule: "secret-assignment" };
  if (needsQuotes(text, name, place)) {
    return strength === "password" ? { ...span, literal: '"[REDACTED]"' } : undefined;
  }
  return span;
}

/** A value beside a name that says it is secret. */
export const assignments: Recogniser = {
  id: "secret-assignment",
  source: "names of secrets in .env, YAML, JSON, TOML, INI, shell, Python, JavaScript, XML, HTTP headers and URL queries",
  anchors: NAME_ANCHORS,
  find(scan, at, anchor) {
    if (at < scan.judgedUntil) return undefined;
    const name = nameAround(scan.text, at, at + anchor.length);
    scan.judgedUntil = name.end;
    const strength = strengthAt(scan.text, name);
    if (strength === "harmless") return undefined;
    const place = findValue(scan, name.start, name.end);
    if (place === undefined) return undefined;
    return spansOf(scan, name, strength, place);
  },
  fixtures: {
    positive: [
      "DB_PASSWORD=<base62:12>",
      'api_key = "<base62:32>"',
      '"client_secret": "<base62:40>"',
      "x-api-key: <hex:32>",
      "secret_access_key: <base64:40>",
      "--password <base62:14>",
      "<lower:0>password is <base62:16>1aB2",
    ],
    negative: ["token budget exhausted: 113662", "max_tokens=4096", "key: region", "credential_id: stripe-readonly", "password: required", "secret_name=db-main"],
  },
};

