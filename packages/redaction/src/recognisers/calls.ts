import { MAX_JUDGED_CHARS } from "../limits.ts";
import { classifyName } from "../names/classify-name.ts";
import { runStart, URL_EXTRA, WORD } from "../scan/characters.ts";
import { matchAt } from "../scan/match-at.ts";
import { isSecretArgument } from "./arguments.ts";
import { isQuote, quoteAt } from "./quotes.ts";
import type { Recogniser } from "./recogniser.ts";

// Calls that take a secret by its place: nothing beside it says what it is, but the function does.

/** The end of the function's name with its bracket, and how many arguments stand before the secret. */
type Call = { anchor: string; before: number; source: string };

const CALLS: readonly Call[] = [
  { anchor: "BasicAuth(", before: 1, source: "net/http, requests, JAX-RS" },
  { anchor: "Credentials.basic(", before: 1, source: "OkHttp" },
  { anchor: "setCredentials(", before: 1, source: "Apache HttpClient" },
  { anchor: "UsernamePasswordCredentials(", before: 1, source: "Apache HttpClient" },
  { anchor: "PasswordAuthentication(", before: 1, source: "java.net, cassandra-driver" },
  { anchor: "PlainAuthProvider(", before: 1, source: "cassandra-driver" },
  { anchor: "NetworkCredential(", before: 1, source: "System.Net" },
  { anchor: "auth=(", before: 1, source: "requests, httpx" },
  { anchor: ".login(", before: 1, source: "ftplib, smtplib, imaplib" },
  { anchor: "mysql_connect(", before: 2, source: "PHP" },
  { anchor: "mysqli_connect(", before: 2, source: "PHP" },
  { anchor: "new mysqli(", before: 2, source: "PHP" },
  { anchor: "new PDO(", before: 2, source: "PHP" },
  { anchor: "getConnection(", before: 2, source: "JDBC" },
  { anchor: "pymysql.connect(", before: 2, source: "PyMySQL" },
  { anchor: "MySQLdb.connect(", before: 2, source: "mysqlclient" },
  { anchor: ".set_password(", before: 2, source: "keyring" },
  { anchor: "WiFi.begin(", before: 1, source: "Arduino" },
  { anchor: "cookieParser(", before: 0, source: "Express" },
  { anchor: "createHmac(", before: 1, source: "node:crypto" },
  { anchor: "new Stripe(", before: 0, source: "stripe-node" },
  { anchor: "algoliasearch(", before: 1, source: "Algolia" },
  { anchor: "jwt.sign(", before: 1, source: "jsonwebtoken" },
  { anchor: "jwt.encode(", before: 1, source: "PyJWT" },
];

/** An argument that is passed over: a string, or an expression without brackets and commas. */
const ARGUMENT =
  /\s{0,8}(?:[a-z_]{1,24}=)?(?:\\{0,7}["'](?:[^"'\\\n]|\\[^"'\n]){0,256}\\{0,7}["']|[\w.$]{1,64}|\{[^{}\n]{0,128}\})\s{0,8},\s{0,8}/y;
const LAST = /\s{0,8}(?:[a-z_]{1,24}=)?b?(?=\\{0,7}["'`])/y;

const RULE = "call-argument";

const takesSecret: Recogniser = {
  id: RULE,
  source: "documentation of the libraries named beside the functions",
  anchors: CALLS.map((call) => call.anchor),
  find(scan, at, anchor) {
    const { text } = scan;
    let start = at + anchor.length;
    for (let count = CALLS.find((call) => call.anchor === anchor)?.before ?? 0; count > 0; count -= 1) {
      start = matchAt(ARGUMENT, text, start);
      if (start < 0) return undefined;
    }
    const opening = quoteAt(text, matchAt(LAST, text, start));
    if (opening === undefined) return undefined;
    const end = scan.closing(opening.end, opening.code, opening.escapes);
    const value = text.slice(opening.end, Math.min(end, opening.end + MAX_JUDGED_CHARS));
    return end > opening.end && isSecretArgument(value) ? { start: opening.end, end, rule: RULE } : undefined;
  },
  fixtures: {
    positive: [
      'req.SetBasicAuth("bob", "<base62:12>")',
      'requests.get(url, auth=("bob", "<base62:12>"))',
      "mysqli_connect('localhost', 'root', '<base62:12>', 'db')",
      'keyring.set_password("service", "bob", "<base62:12>")',
    ],
    negative: [
      'req.SetBasicAuth(user, os.Getenv("PASSWORD"))',
      'auth=("bob", password)',
      "createHmac('sha256', secret)",
      "session.login(user, password)",
    ],
  },
};

const MAX_FIELD_CHARS = 40;

/** The name of the field that the call in front of `end` has found: `getByLabel('Password')`, `get('input[name=password]')`. */
function fieldBefore(text: string, end: number): string | undefined {
  if (text.charAt(end - 1) !== ")" || !isQuote(text.charCodeAt(end - 2))) return undefined;
  let to = end - 2;
  while (to > end - 8 && (text.charAt(to - 1) === "\\" || text.charAt(to - 1) === "]")) to -= 1;
  return text.slice(runStart(text, to, WORD | URL_EXTRA, to - MAX_FIELD_CHARS), to);
}

const FIELD_FIRST = /\\{0,3}["'`][^"'`\n]{0,40}?([\w-]{3,40})\]?\\{0,3}["'`],\s{0,4}/y;

/** A method that types into a field of a page: `page.fill('#password', 'x')`, `getByLabel('Password').fill('x')`. */
const typesSecret: Recogniser = {
  id: "typed-secret",
  source: "documentation of Playwright, Cypress, Selenium, WebdriverIO",
  anchors: [".fill(", ".type(", "send_keys(", ".sendKeys("],
  find(scan, at, anchor) {
    const { text } = scan;
    let start = at + anchor.length;
    let field = fieldBefore(text, text.charAt(at) === "." ? at : at - 1);
    if (field === undefined) {
      FIELD_FIRST.lastIndex = start;
      field = FIELD_FIRST.exec(text)?.[1];
      start = FIELD_FIRST.lastIndex;
    }
    const strength = field === undefined ? "harmless" : classifyName(field);
    const opening = strength === "password" || strength === "token" ? quoteAt(text, start) : undefined;
    if (opening === undefined) return undefined;
    const end = scan.closing(opening.end, opening.code, opening.escapes);
    const value = text.slice(opening.end, Math.min(end, opening.end + MAX_JUDGED_CHARS));
    return end > opening.end && isSecretArgument(value) ? { start: opening.end, end, rule: "typed-secret" } : undefined;
  },
  fixtures: {
    positive: [
      "await page.fill('#password', '<base62:12>')",
      "page.getByLabel('Password').fill('<base62:12>')",
      "cy.get('input[name=password]').type('<base62:12>')",
    ],
    negative: ["page.fill('#email', 'bob@example.com')", "page.getByLabel('Password').fill(password)"],
  },
};

export const calls: readonly Recogniser[] = [takesSecret, typesSecret];
