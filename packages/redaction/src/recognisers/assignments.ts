import { MAX_JUDGED_CHARS, MAX_NAME_CHARS } from "../limits.ts";
import type { NameStrength } from "../names/classify-name.ts";
import { rememberedStrength } from "../names/remembered.ts";
import { REDACTED } from "../replacement.ts";
import { NAME, runEnd, runStart } from "../scan/characters.ts";
import type { Scan, Span } from "../scan/scan.ts";
import { isSecretValue } from "../values/judge-value.ts";
import { beginsWithScheme, credentialsIn } from "./authorization.ts";
import { cookieValues } from "./cookies.ts";
import type { Recogniser } from "./recogniser.ts";
import { valueBefore } from "./value-before.ts";
import { enclosureEnd, findValue, type ValuePlace } from "./value-place.ts";

// `name = value` in all the ways that configuration, code, headers, URLs, markup and logs write it. Keywords are the anchors:
// around one, the whole name is read and judged (`names/`), then the separator and the value (`value-place.ts`), then the
// value is judged (`values/`). Text without such words is never looked at twice.

const NAME_ANCHORS = [
  "passw",
  "passphrase",
  "passcode",
  "pass",
  "pwd",
  "kennwort",
  "wachtwoord",
  "senha",
  "contrasena",
  "secret",
  "token",
  "apikey",
  "key",
  "auth",
  "cred",
  "cookie",
  "mnemonic",
  "phrase",
  "jwt",
  "bearer",
  "sess",
  "seed",
  "csrf",
  "xsrf",
  "otp",
  "cvv",
  "assertion",
  "psk",
  "bindpw",
  "rootpw",
  "securityanswer",
  "accesscode",
] as const;

const RULE = "secret-assignment";

/** Units of work beyond the characters that are read: the patterns that look for a value, and those that judge one. */
const LOOKING_FOR_VALUE = 40;
const JUDGING = 70;

type Name = { start: number; end: number };

/** The identifier around the keyword, without the letter of an escape (`\nAPI_KEY`) before it. */
function nameAround(text: string, at: number, end: number): Name {
  let start = runStart(text, at, NAME, Math.max(0, at - MAX_NAME_CHARS));
  if (text.charCodeAt(start - 1) === 0x5c && start < at) start += 1;
  return { start, end: runEnd(text, end, NAME, end + MAX_NAME_CHARS) };
}

const BARE_NAME = /^(?:key|keys|code|phrase|passe)$/i;
const MAX_BARE_NAME_CHARS = 6;

/** Judges the name; a bare `key` together with the word before it, as in "API key" and "private key". */
function strengthAt(text: string, name: Name): NameStrength {
  const written = text.slice(name.start, name.end);
  const isBare =
    written.length <= MAX_BARE_NAME_CHARS && text.charAt(name.start - 1) === " " && BARE_NAME.test(written);
  if (!isBare) return rememberedStrength(written);
  const before = text.slice(runStart(text, name.start - 1, NAME, name.start - 1 - MAX_NAME_CHARS), name.start - 1);
  return rememberedStrength(NO_QUALIFIER.test(before) ? written : `${before}_${written}`);
}

/** Words before a bare `key` that do not say what it opens: "restored from key: linux-node-4f1c". */
const NO_QUALIFIER =
  /^(?:from|with|by|for|to|in|of|on|at|and|or|the|a|an|this|that|no|new|using|restored|saved|matched|hit|found|missing|duplicate|unknown|invalid)$/i;
/** GnuPG names a key by its fingerprint or the end of it. */
const FINGERPRINT = /^(?:0x)?(?:[0-9A-F]{16}|[0-9A-F]{40})$/;

const JSON_LITERAL = /^(?:-?[0-9][0-9.eE+-]*|true|false|null)$/;

/** What stands unquoted behind a quoted JSON name is no string: a replacement must bring its own quotes. */
function redactLiteral(value: string, strength: NameStrength, place: ValuePlace): Span | undefined {
  if (strength !== "password" || !/^[0-9]{4,}$/.test(value)) return undefined;
  return { start: place.start, end: place.end, rule: RULE, literal: place.nameQuote + REDACTED + place.nameQuote };
}

function spansOf(
  scan: Scan,
  name: Name,
  strength: NameStrength,
  place: ValuePlace,
): Span | readonly Span[] | undefined {
  const { text } = scan;
  const { start, end, standing } = place;
  const value = text.slice(start, Math.min(end, start + MAX_JUDGED_CHARS));
  if (!place.quoted && place.nameQuote.endsWith('"') && JSON_LITERAL.test(value))
    return redactLiteral(value, strength, place);
  if (strength === "authorization" && (standing !== "spoken" || place.separator === ",")) {
    return credentialsIn(scan, start, place.quoted ? end : scan.lineEnd(start), place.quoted, "http-authorization");
  }
  if (strength === "cookie" && (place.quoted || standing === "listed")) {
    const cookies = cookieValues(
      scan,
      start,
      place.quoted ? end : enclosureEnd(scan, name.start, start),
      "http-cookie",
    );
    scan.judgedUntil = Math.max(scan.judgedUntil, cookies.until);
    return cookies.spans;
  }
  if (place.readsOn || (standing === "spoken" && FINGERPRINT.test(value))) return undefined;
  if (beginsWithScheme(value)) return credentialsIn(scan, start, end, true, RULE);
  return isSecretValue(value, strength, standing) || isGiven(text, name, strength, place, value)
    ? { start, end, rule: RULE }
    : undefined;
}

const PASSWORD_NAME = /(?:passw(?:or)?d|passphrase|pwd)$/i;
/** What a value has that stands in a sentence and is no word of it. */
const LETTER_AND_DIGIT = /^(?=\S*[A-Za-z])\S*\d/;
/** A name behind which a statement gives a value: `PASSWORD 'x'`, `#define WIFI_PASSWORD "x"`, `:password "x"`. */
const STATED_NAME = /^:?[A-Z][A-Z0-9_]*$/;
const SAID = /(?:\bis|:) {1,2}["'`]?$/;
/** Statements that set a variable: of a Dockerfile, of fish, of Windows. */
const SETTING = /(?:^|\n)[ \t]{0,8}(?:ENV |set (?:-[gxU]{1,3} |--(?:global|export|universal) ){1,2}|setx )$/;
const USER_BEFORE = /\b(?:user|username|usr|login|uid)(?:[ =:]{1,2})\S{1,40}[,;&]? $/i;

/** Whether a value in a sentence, a statement or a table is given to the name, though it might be a word of the sentence by its look. */
function isGiven(text: string, name: Name, strength: NameStrength, place: ValuePlace, value: string): boolean {
  const written = text.slice(name.start, name.end);
  if (strength === "token" && place.separator === "=" && written === "pass")
    return (
      LETTER_AND_DIGIT.test(value) &&
      USER_BEFORE.test(text.slice(Math.max(0, name.start - 48), name.start)) &&
      isSecretValue(value, "password", "assigned")
    );
  if (place.standing !== "spoken") return false;
  if (place.separator === "|")
    return (
      value.length >= 8 &&
      written.includes("_") &&
      (strength === "password" || strength === "token") &&
      LETTER_AND_DIGIT.test(value) &&
      isSecretValue(value, strength, "assigned")
    );
  if (
    place.separator === " " &&
    (strength === "password" || strength === "token") &&
    STATED_NAME.test(written) &&
    SETTING.test(text.slice(Math.max(0, name.start - 16), name.start))
  )
    return isSecretValue(value, strength, "fixed");
  if (strength === "password" && place.separator === "(")
    return LETTER_AND_DIGIT.test(value.replaceAll(" ", "")) && isSecretValue(value, strength, "fixed");
  if (strength !== "password" || place.separator !== " " || !PASSWORD_NAME.test(written)) return false;
  if (!isSecretValue(value, strength, "fixed")) return false;
  if (!place.quoted) return LETTER_AND_DIGIT.test(value) && SAID.test(text.slice(place.start - 6, place.start));
  if (!value.includes(" ")) return true;
  const isStated = STATED_NAME.test(written) || text.charAt(name.start - 1) === ":";
  return isStated || LETTER_AND_DIGIT.test(value.replaceAll(" ", ""));
}

/** A value beside a name that says it is secret. */
export const assignments: Recogniser = {
  id: RULE,
  source:
    "names of secrets in .env, YAML, JSON, TOML, INI, shell, Python, JavaScript, XML, HTTP headers and URL queries",
  anchors: NAME_ANCHORS,
  find(scan, at, anchor) {
    if (at < scan.judgedUntil) return undefined;
    const name = nameAround(scan.text, at, at + anchor.length);
    scan.judgedUntil = name.end;
    const strength = strengthAt(scan.text, name);
    if (strength === "harmless") return undefined;
    scan.work.left -= LOOKING_FOR_VALUE;
    const place = findValue(scan, name.start, name.end) ?? valueBefore(scan, name.start);
    if (place === undefined) return undefined;
    scan.work.left -= JUDGING;
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
    negative: [
      "token budget exhausted: 113662",
      "max_tokens=4096",
      "key: region",
      "credential_id: stripe-readonly",
      "password: required",
      "secret_name=db-main",
    ],
  },
};
