import { isIn, LINE_BREAK, SPACE } from "../scan/characters.ts";
import { matchAt } from "../scan/match-at.ts";
import type { Scan, Span } from "../scan/scan.ts";
import { isPlaceholder } from "../values/judge-value.ts";
import { quoteAt } from "./quotes.ts";
import type { Recogniser } from "./recogniser.ts";

// Secrets that commands take as arguments, where no name stands beside them.

function wordEnd(text: string, from: number, alsoEnds = ""): number {
  let at = from;
  while (
    at < text.length &&
    !isIn(text, at, SPACE | LINE_BREAK) &&
    text.charAt(at) !== "\\" &&
    !`"'\``.includes(text.charAt(at)) &&
    !alsoEnds.includes(text.charAt(at))
  )
    at += 1;
  return at;
}

const MAX_COMMAND_CHARS = 400;
const MAX_FLAGS = 8;

/** Positions behind a flag on the rest of the command. */
function afterFlags(scan: Scan, id: string, from: number, flag: RegExp): number[] {
  const end = Math.min(scan.lineEnd(from), from + MAX_COMMAND_CHARS);
  const found: number[] = [];
  let until = end;
  for (const match of scan.text.slice(from, end).matchAll(flag)) {
    const at = from + match.index + match[0].length;
    if (found.length === MAX_FLAGS) {
      until = at;
      break;
    }
    found.push(at);
  }
  scan.done(id, until);
  return found;
}

/** Where an argument starts, behind its quote; -1 if the quote only ends the string around the command. */
function argumentStart(scan: Scan, at: number): number {
  const opening = quoteAt(scan.text, at);
  if (opening === undefined) return at;
  const end = scan.closing(opening.end, opening.code, opening.escapes);
  return end > opening.end && !/^[\s,:}\]]/.test(scan.text.slice(opening.end, opening.end + 1)) ? opening.end : -1;
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
  {
    id: "curl-user",
    anchors: ["curl ", "wget ", "http --", "xh "],
    flag: /\s(?:-u|--user|--proxy-user|-U|-a|--auth)[ =]{0,2}/g,
    pair: true,
    positive: "curl -u admin:<base62:14> https://example.com",
    negative: "curl -sS https://example.com",
  },
  {
    id: "mysql-password",
    anchors: ["mysql", "mariadb", "mysqldump", "mongosh", "mongodump"],
    flag: /\s-p(?=[^\s-])/g,
    pair: false,
    positive: "mysql -h db -u root -p<base62:12>1 app",
    negative: "mysql -p -h db",
  },
  {
    id: "sshpass-password",
    anchors: [
      "sshpass ",
      "docker login",
      "podman login",
      "helm registry login",
      "redis-cli",
      "az login",
      "oras login",
      "crane auth",
      "7z a",
      "7z x",
    ],
    flag: /\s(?:--pass(?:word)?[ =]|-[pa][ =]?)(?=[^\s-])/g,
    pair: false,
    positive: "sshpass -p <base62:12>1 ssh host",
    negative: "docker login --password-stdin",
  },
  {
    id: "archive-password",
    anchors: ["unzip ", "zip "],
    flag: /\s-P[ ]?(?=[^\s-])/g,
    pair: false,
    positive: "unzip -P <base62:12>1 backup.zip",
    negative: "unzip -o backup.zip",
  },
  {
    id: "openssl-pass",
    anchors: ["pass:"],
    flag: /^/g,
    pair: false,
    positive: "openssl rsa -passin pass:<base62:14>1",
    negative: "tests pass: 12",
  },
];

function command({ id, anchors, flag, pair, positive, negative }: Command): Recogniser {
  return {
    id,
    source: "manual pages of the commands named as anchors",
    anchors,
    find(scan, at, anchor) {
      const { text } = scan;
      if (id === "openssl-pass" && !/-pass(?:in|out)? $/.test(text.slice(Math.max(0, at - 9), at))) return undefined;
      if (at < scan.doneUntil(id)) return undefined;
      const spans: Span[] = [];
      for (const flagEnd of afterFlags(scan, id, at + anchor.length - (anchor.endsWith(" ") ? 1 : 0), flag)) {
        const start = argumentStart(scan, flagEnd);
        if (start < 0) continue;
        if (pair) {
          const span = userPair(text, start, id);
          if (span !== undefined) spans.push(span);
          continue;
        }
        const end = wordEnd(text, start);
        const value = text.slice(start, Math.min(end, start + 64));
        if (end > start && !isPlaceholder(value) && !/^\d{1,5}$/.test(value) && !value.startsWith("[REDACTED]"))
          spans.push({ start, end, rule: id });
      }
      return spans;
    },
    fixtures: { positive: [positive], negative: [negative] },
  };
}

type Phrase = { id: string; source: string; anchor: string; before: RegExp; positive: string; negative: string };

/** A literal in front of a value, where what is written in between is fixed: statements, calls, workflow commands. */
const PHRASES: readonly Phrase[] = [
  {
    id: "sql-password",
    source: "dev.mysql.com: CREATE USER",
    anchor: "identified ",
    before: /(?:with [\w"']{1,40} )?(?:by|as) (?:password )?(?=["'])/iy,
    positive: "CREATE USER app IDENTIFIED BY '<base62:12>1'",
    negative: "IDENTIFIED BY ''",
  },
  {
    id: "powershell-secure-string",
    source: "learn.microsoft.com/powershell: ConvertTo-SecureString",
    anchor: "ConvertTo-SecureString",
    before: /[ ]{1,4}(?:-String[ ]{1,4})?(?:-AsPlainText[ ]{1,4})?(?:-Force[ ]{1,4})?(?:-String[ ]{1,4})?(?=["'])/iy,
    positive: 'ConvertTo-SecureString "<base62:14>1" -AsPlainText -Force',
    negative: 'ConvertTo-SecureString "$env:PASSWORD" -AsPlainText',
  },
  {
    id: "workflow-mask",
    source: "docs.github.com/actions: workflow commands",
    anchor: "::add-mask::",
    before: /(?=\S)/y,
    positive: "::add-mask::<base62:24>",
    negative: "::add-mask::$TOKEN",
  },
  {
    id: "oracle-userinfo",
    source: "docs.oracle.com: JDBC thin driver URLs",
    anchor: "jdbc:oracle:",
    before: /(?:thin|oci8?):[\w$#]{1,64}\/(?=[^\s/@]{1,128}@)/iy,
    positive: "jdbc:oracle:thin:app/<base62:12>@//db:1521/main",
    negative: "jdbc:oracle:thin:@//db:1521/main",
  },
];

function phrase({ id, source, anchor, before, positive, negative }: Phrase): Recogniser {
  return {
    id,
    source,
    anchors: [anchor],
    find(scan, at) {
      const { text } = scan;
      const opening = matchAt(before, text, at + anchor.length);
      if (opening < 0) return undefined;
      const start = argumentStart(scan, opening);
      if (start < 0) return undefined;
      const quoted = start > opening;
      const closing = quoted ? scan.closing(start, text.charCodeAt(start - 1), start - 1 - opening) : -1;
      const end = closing >= 0 ? closing : wordEnd(text, start, id === "oracle-userinfo" ? "@" : "");
      const value = text.slice(start, Math.min(end, start + 64));
      if (end <= start || isPlaceholder(value) || value.startsWith("[REDACTED]") || /^\$\w+:/.test(value))
        return undefined;
      return { start, end, rule: id };
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
    const match =
      /^([^:\s"'\\/]{1,80}):([^:\s"'\\/]{1,80}):([^\s"'\\]{1,128})/.exec(line) ??
      /^(\*):([^:\s"'\\/]{1,80}):([^\s"'\\]{1,128})/.exec(line);
    if (match === null) return undefined;
    const [whole, , , password = ""] = match;
    if (password.startsWith("[REDACTED]")) return undefined;
    return { start: start + whole.length - password.length, end: start + whole.length, rule: "pgpass-line" };
  },
  fixtures: {
    positive: ["db.internal:5432:app:deploy:<base62:16>"],
    negative: ["postgres listens on 10.0.0.1:5432: ready"],
  },
};

export const shell: readonly Recogniser[] = [...COMMANDS.map(command), ...PHRASES.map(phrase), pgpass];
