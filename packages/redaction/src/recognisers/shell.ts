import { BASE64_EXTRA, isIn, LINE_BREAK, SPACE, WORD } from "../scan/characters.ts";
import type { Scan, Span } from "../scan/scan.ts";
import { isPlaceholder } from "../values/judge-value.ts";
import { looksRandom } from "../values/randomness.ts";
import type { Recogniser } from "./recogniser.ts";

// Secrets that commands take as arguments, where no name stands beside them.

function wordEnd(text: string, from: number, alsoEnds = ""): number {
  let at = from;
  while (at < text.length && !isIn(text, at, SPACE | LINE_BREAK) && text.charAt(at) !== "\\" && !`"'\``.includes(text.charAt(at)) && !alsoEnds.includes(text.charAt(at))) at += 1;
  return at;
}

/** Positions behind ` <flag>` on the rest of the line, at most three of them and within 400 characters. */
function afterFlags(scan: Scan, from: number, flag: RegExp): number[] {
  const line = scan.text.slice(from, Math.min(scan.lineEnd(from), from + 400));
  return [...line.matchAll(flag)].slice(0, 3).map((match) => from + match.index + match[0].length);
}

/** `user:password` behind `-u`: the password. */
function userPair(text: string, start: number, rule: string): Span | undefined {
  const end = wordEnd(text, start);
  const colon = text.indexOf(":", start);
  if (colon < 0 || colon >= end - 1 || text.startsWith("//", colon + 1)) return undefined;
  const value = text.slice(colon + 1, end);
  return isPlaceholder(value) || value.startsWith("[REDACTED]") ? undefined : { start: colon + 1, end, rule };
}

type Command = { id: string; anchors: string[]; flag: RegExp; pair: boolean; positive: string; negative: string };

const COMMANDS: readonly Command[] = [
  { id: "curl-user", anchors: ["curl ", "wget ", "http --", "xh "], flag: /\s(?:-u|--user|--proxy-user|-U|-a|--auth)[ =]{0,2}["'\\]{0,2}/g, pair: true, positive: "curl -u admin:<base62:14> https://example.com", negative: "curl -sS https://example.com" },
  { id: "mysql-password", anchors: ["mysql", "mariadb", "mysqldump", "mongosh", "mongodump"], flag: /\s-p(?=[^\s-])["']?/g, pair: false, positive: "mysql -h db -u root -p<base62:12>1 app", negative: "mysql -p -h db" },
  { id: "sshpass-password", anchors: ["sshpass ", "docker login", "podman login", "helm registry login", "redis-cli", "az login", "oras login", "crane auth", "7z a", "7z x"], flag: /\s(?:-p|-a|--password|--pass)[ =]?["']?(?=[^\s-])/g, pair: false, positive: "sshpass -p <base62:12>1 ssh host", negative: "docker login --password-stdin" },
  { id: "openssl-pass", anchors: ["pass:"], flag: /^/g, pair: false, positive: "openssl rsa -passin pass:<base62:14>1", negative: "tests pass: 12" },
];

function command({ id, anchors, flag, pair, positive, negative }: Command): Recogniser {
  return {
    id,
    source: "manual pages of the commands named as anchors",
    anchors,
    find(scan, at, anchor) {
      const { text } = scan;
      if (id === "openssl-pass" && !/-pass(?:in|out)? $/.test(text.slice(Math.max(0, at - 9), at))) return undefined;
      const spans: Span[] = [];
      for (const start of afterFlags(scan, at + anchor.length - (anchor.endsWith(" ") ? 1 : 0), flag)) {
        if (pair) {
          const span = userPair(text, start, id);
          if (span !== undefined) spans.push(span);
          continue;
        }
        const end = wordEnd(text, start);
        const value = text.slice(start, Math.min(end, start + 64));
        if (end > start && !isPlaceholder(value) && !/^\d{1,5}$/.test(value) && !value.startsWith("[REDACTED]")) spans.push({ start, end, rule: id });
      }
      return spans;
    },
    fixtures: { positive: [positive], negative: [negative] },
  };
}

/** `machine host login user password x` (.netrc) is read by the assignments; this reads `host:port:db:user:password` (.pgpass). */
const pgpass: Recogniser = {
  id: "pgpass-line",
  source: "postgresql.org/docs: the password file",
  anchors: [":5432:", ":6432:", ":*:*:"],
  find(scan, at, anchor) {
    const { text } = scan;
    const start = anchor === ":*:*:" ? at + 3 : at + anchor.length;
    const line = text.slice(start, Math.min(scan.lineEnd(start), start + 300));
    const match = /^([^:\s"'\\/]{1,80}):([^:\s"'\\/]{1,80}):([^\s"'\\]{1,128})/.exec(line) ?? /^(\*):([^:\s"'\\/]{1,80}):([^\s"'\\]{1,128})/.exec(line);
    if (match === null) return undefined;
    const [whole, , , password = ""] = match;
    if (password.startsWith("[REDACTED]")) return undefined;
    return { start: start + whole.length - password.length, end: start + whole.length, rule: "pgpass-line" };
  },
  fixtures: { positive: ["db.internal:5432:app:deploy:<base62:16>"], negative: ["postgres listens on 10.0.0.1:5432: ready"] },
};

/** `_authToken=`, `_auth=` of .npmrc stand behind a registry, so the assignment rule reads them; a bare `//host/:_password` too. */
const jwk: Recogniser = {
  id: "json-web-key",
  source: "RFC 7518 section 6: the private members d, p, q, dp, dq, qi and k",
  anchors: ['"kty', '\\"kty'],
  find(scan, at) {
    const { text } = scan;
    const from = Math.max(0, at - 2_048);
    const open = text.lastIndexOf("{", at);
    const start = open < from ? from : open;
    const close = scan.next("}", at);
    const end = Math.min(close, at + 4_096);
    const spans: Span[] = [];
    for (const match of text.slice(start, end).matchAll(/"(?:d|p|q|dp|dq|qi|k)\\{0,7}" {0,2}: {0,2}\\{0,7}"([\w-]{20,1000})/g)) {
      const to = start + match.index + match[0].length;
      spans.push({ start: to - (match[1]?.length ?? 0), end: to, rule: "json-web-key" });
    }
    return spans;
  },
  fixtures: { positive: ['{"kty":"OKP","crv":"Ed25519","d":"<base64url:43>","x":"<base64url:43>"}'], negative: ['{"kty":"OKP","crv":"Ed25519","x":"<base64url:43>"}'] },
};

/** Unknown vendors that follow the custom of the trade: `<vendor>_<kind>_<random>`. */
const KINDS = ["_sk_", "_pat_", "_live_", "_secret_", "_apikey_", "_api_", "_token_", "_key_", "_svc_", "_prod_", "_test_", "-sk-", "-pat-", "-live-", "-secret-", "-token-", "-apikey-"];

const customary: Recogniser = {
  id: "customary-token",
  source: "the custom of naming vendor, kind and environment in front of a random body",
  anchors: KINDS,
  find(scan, at, anchor) {
    const { text } = scan;
    let start = at;
    while (start > at - 16 && (isIn(text, start - 1, WORD) || text.charAt(start - 1) === "_")) start -= 1;
    const body = at + anchor.length;
    const end = scan.run(WORD, body);
    if (start === at || end - body < 20 || !looksRandom(text, body, end) || text.slice(start, at).includes("pk")) return undefined;
    return { start, end: isIn(text, end, BASE64_EXTRA) ? end : end, rule: "customary-token" };
  },
  fixtures: { positive: ["acme_live_<base62:32>", "acme_pat_<base62:28>"], negative: ["pk_live_<base62:24>", "run_test_01", "my_api_endpoint_for_customers_of_europe"] },
};

export const shell: readonly Recogniser[] = [...COMMANDS.map(command), pgpass, jwk, customary];
