import { BASE64_EXTRA, DOT, isIn, LINE_BREAK, runStart, SPACE, URL_EXTRA, WORD } from "../scan/characters.ts";
import { isPlaceholder } from "../values/judge-value.ts";
import { looksRandom } from "../values/randomness.ts";
import { isSecretArgument } from "./arguments.ts";
import type { Recogniser } from "./recogniser.ts";

const MAX_AUTHORITY_CHARS = 1_024;
const ENDS_AUTHORITY = "/?#\"'`<>\\ ";

/** How far a password may go on behind a delimiter that should have been percent-encoded in it. */
const MAX_RAW_PASSWORD_CHARS = 128;
const RAW_IN_PASSWORD = "/?#";
const ENDS_RAW_PASSWORD = "\"'`<>\\ \t,;&=:";

/**
 * The `@` behind a password that holds a raw `/`, `?` or `#`, as connection strings that were put together by hand do, or
 * -1. A host with a port looks alike up to the delimiter, so a number in front of it is left alone.
 *
 * @param from where the password would begin
 * @param at where the authority ended
 */
function signBehind(text: string, from: number, at: number, limit: number): number {
  if (at >= limit || !RAW_IN_PASSWORD.includes(text.charAt(at)) || /^\d*$/.test(text.slice(from, at))) return -1;
  const last = Math.min(limit, from + MAX_RAW_PASSWORD_CHARS);
  for (let i = at; i < last; i += 1) {
    const character = text.charAt(i);
    if (character === "@") return /^[\w[]/.test(text.charAt(i + 1)) ? i : -1;
    if (ENDS_RAW_PASSWORD.includes(character)) return -1;
  }
  return -1;
}

/** RFC 3986 section 3.2.1: the password of `scheme://user:password@host`, or a token that stands there alone. */
const userinfo: Recogniser = {
  id: "url-userinfo",
  source: "RFC 3986 section 3.2.1",
  anchors: ["://"],
  find(scan, at) {
    const { text } = scan;
    const start = at + 3;
    // The authority ends at the next delimiter; a later `@` is a handle or a mail address.
    const limit = Math.min(text.length, start + MAX_AUTHORITY_CHARS, scan.lineEnd(start));
    let sign = -1;
    let colon = -1;
    let end = start;
    for (; end < limit; end += 1) {
      const character = text.charAt(end);
      if (character === "@") sign = end;
      else if (character === ":" && colon < 0) colon = end;
      else if (ENDS_AUTHORITY.includes(character)) break;
      else if (character === ":" && text.startsWith("//", end + 1)) break;
    }
    if (sign < 0 && colon >= 0) sign = signBehind(text, colon + 1, end, limit);
    if (sign < 0) return undefined;
    if (colon >= 0 && colon < sign) {
      const password = text.slice(colon + 1, sign);
      // The token stands where the user is written: `https://<token>:x-oauth-basic@host`, `https://<token>:@host`.
      if (
        /^(?:|x|x-oauth-basic|x-access-token|api_token|unused)$/.test(password) &&
        (looksRandom(text, start, colon) || /^[0-9a-f]{32,}$/.test(text.slice(start, colon)))
      )
        return { start, end: colon, rule: "url-userinfo" };
      if (
        password === "" ||
        password.startsWith("[REDACTED]") ||
        /^(?:\$\{.*|\$[A-Z_]+|\{\{?[\w.]*\}?\}|<[^>]*>|\*+|x{3,}|%s|:?password|x-oauth-basic)$/.test(password)
      )
        return undefined;
      return { start: colon + 1, end: sign, rule: "url-userinfo" };
    }
    return looksRandom(text, start, sign) ? { start, end: sign, rule: "url-userinfo" } : undefined;
  },
  fixtures: {
    positive: [
      "https://deploy:<base62:20>@example.com/repo.git",
      "postgres://app:<base62:12>@db.internal:5432/main",
      "postgres://app:<base62:6>#<base62:6>@db.internal:5432/main",
      "amqp://app:<base62:5>/<base62:5>?@mq.internal",
    ],
    negative: [
      "https://example.com/@handle",
      "https://user@example.com/",
      "http://example.com:8080/@handle",
      "http://example.com:8080/#user@example.com",
      "redis://cache:6379/0?user=a@b",
      "see http://example.com:8080/a and mail me@example.com",
    ],
  },
};

/** Query and form parameters whose names say too little elsewhere: signatures, one-time codes, keys. */
const queryParameters: Recogniser = {
  id: "url-parameter",
  source: "RFC 6749 section 4.1.2, Azure SAS, AWS Signature Version 4, Google API keys in URLs",
  anchors: [
    "sig=",
    "signature=",
    "code=",
    "key=",
    "sid=",
    "hmac=",
    "ticket=",
    "samlresponse=",
    "samlrequest=",
    "auth=",
    "x-amz-security-token=",
    "pwd=",
    "pass=",
  ],
  find(scan, at, anchor) {
    const { text } = scan;
    const nameStart = runStart(text, at, WORD | URL_EXTRA, Math.max(0, at - 40));
    const before = text.charAt(nameStart - 1);
    const isBody = anchor.startsWith("saml") && (nameStart === 0 || isIn(text, nameStart - 1, SPACE | LINE_BREAK));
    if (!isBody && before !== "?" && before !== "&" && before !== ";" && before !== "#") return undefined;
    const start = at + anchor.length;
    const end = scan.valueEnd(start, false);
    const value = text.slice(start, Math.min(end, start + 256));
    const weak = anchor === "key=" || anchor === "code=" || anchor === "sid=" || anchor === "ticket=";
    const secret = weak ? looksRandom(text, start, end) : value.length >= 8 && /[0-9%]/.test(value);
    return secret && !isPlaceholder(value) ? { start, end, rule: "url-parameter" } : undefined;
  },
  fixtures: {
    positive: [
      "https://acct.blob.core.windows.net/c/b?sv=2024-11-04&sig=<base62:40>",
      "https://b.s3.amazonaws.com/k?X-Amz-Signature=<hex:64>",
    ],
    negative: ["https://example.com/search?key=region&page=2", "https://example.com/?code=404"],
  },
};

type Webhook = { id: string; host: string; source: string };

/** Chat webhooks carry their secret in the path; the host stays as evidence. */
const WEBHOOKS: readonly Webhook[] = [
  { id: "slack-webhook", host: "hooks.slack.com/", source: "docs.slack.dev: incoming webhooks" },
  { id: "discord-webhook", host: "discord.com/api/webhooks/", source: "docs.discord.com: webhook resource" },
  { id: "discord-webhook", host: "discordapp.com/api/webhooks/", source: "docs.discord.com: webhook resource" },
  { id: "teams-webhook", host: ".webhook.office.com/", source: "learn.microsoft.com: Teams incoming webhooks" },
  { id: "teams-webhook", host: "outlook.office.com/webhook/", source: "learn.microsoft.com: Teams incoming webhooks" },
  { id: "zapier-webhook", host: "hooks.zapier.com/hooks/", source: "help.zapier.com: webhooks" },
  { id: "google-chat-webhook", host: "chat.googleapis.com/v1/spaces/", source: "developers.google.com: Chat webhooks" },
  { id: "ifttt-webhook", host: "maker.ifttt.com/trigger/", source: "ifttt.com: webhooks" },
  { id: "infura-endpoint", host: ".infura.io/v3/", source: "docs.infura.io: project ids stand in the path" },
  { id: "alchemy-endpoint", host: ".g.alchemy.com/v2/", source: "alchemy.com/docs: API keys stand in the path" },
  { id: "quicknode-endpoint", host: ".quiknode.pro/", source: "quicknode.com/docs: tokens stand in the path" },
  { id: "feishu-webhook", host: "open.feishu.cn/open-apis/bot/v2/hook/", source: "open.feishu.cn: custom bots" },
  {
    id: "feishu-webhook",
    host: "open.larksuite.com/open-apis/bot/v2/hook/",
    source: "open.larksuite.com: custom bots",
  },
  { id: "make-webhook", host: "hook.integromat.com/", source: "make.com: webhooks" },
  { id: "pipedream-webhook", host: ".m.pipedream.net/", source: "pipedream.com: HTTP triggers" },
];

const PATH = WORD | URL_EXTRA | DOT | BASE64_EXTRA;
const MIN_WEBHOOK_CHARS = 15;
/** A number of an account or a UUID with more behind it: paths of documentation have neither. */
const ISSUED = /^(?:[a-z0-9]+\/){0,2}(?:[0-9]{6,}\/|[0-9a-f]{8}-[0-9a-f]{4}-)/;

function webhook({ id, host, source }: Webhook): Recogniser {
  return {
    id,
    source,
    anchors: [host],
    find(scan, at) {
      const start = at + host.length;
      let end = scan.run(PATH, start);
      // Teams writes `<group>@<tenant>` in the path.
      if (scan.text.charAt(end) === "@") end = scan.run(PATH, end + 1);
      const isIssued =
        looksRandom(scan.text, start, Math.min(end, start + 80)) || ISSUED.test(scan.text.slice(start, start + 80));
      return isIssued && end - start >= MIN_WEBHOOK_CHARS ? { start, end, rule: id } : undefined;
    },
    fixtures: {
      positive: [`https://${host.startsWith(".") ? "x" : ""}${host}T<BASE36:8>/B<BASE36:8>/<base62:24>`],
      negative: [`https://${host.startsWith(".") ? "x" : ""}${host}services`],
    },
  };
}

/** `user:password@tcp(host:3306)/database`, the data source name of Go's drivers, which has no scheme. */
const dataSources: Recogniser = {
  id: "data-source-name",
  source: "github.com/go-sql-driver/mysql: data source names",
  anchors: ["@tcp(", "@unix("],
  find(scan, at) {
    const { text } = scan;
    const limit = Math.max(at - MAX_RAW_PASSWORD_CHARS, scan.doneUntil("data-source-name"));
    scan.done("data-source-name", at + 1);
    let start = at;
    while (start > limit && !isIn(text, start - 1, SPACE | LINE_BREAK) && text.charAt(start - 1) !== ":") start -= 1;
    if (text.charAt(start - 1) !== ":" || !isIn(text, start - 2, WORD)) return undefined;
    return isSecretArgument(text.slice(start, at)) ? { start, end: at, rule: "data-source-name" } : undefined;
  },
  fixtures: {
    positive: ["app:<base62:12>@tcp(db.internal:3306)/app?parseTime=true"],
    negative: ["app:$DB_PASSWORD@tcp(db.internal:3306)/app", "listening@tcp(127.0.0.1:80)"],
  },
};

export const urls: readonly Recogniser[] = [userinfo, dataSources, queryParameters, ...WEBHOOKS.map(webhook)];
