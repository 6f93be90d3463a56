import { MAX_JUDGED_CHARS } from "../limits.ts";
import type { Scan, Span } from "../scan/scan.ts";
import { argumentEnd, argumentStart, isSecretArgument } from "./arguments.ts";
import type { Recogniser } from "./recogniser.ts";

// Secrets behind the options of commands, where no name stands beside them.

const MAX_COMMAND_CHARS = 400;
const MAX_FLAGS = 8;
const WORK_A_COMMAND = 60;
const WORK_A_FLAG = 30;

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
  scan.work.spend(WORK_A_COMMAND + until - from);
  return found;
}

/** `user:password` behind `-u`: the password. */
function userPair(scan: Scan, flagEnd: number, start: number, rule: string): Span | undefined {
  const { text } = scan;
  const end = argumentEnd(scan, flagEnd, start);
  const colon = start + text.slice(start, end).indexOf(":");
  if (colon < start || colon >= end - 1 || text.startsWith("//", colon + 1)) return undefined;
  const value = text.slice(colon + 1, end);
  return isSecretArgument(value) ? { start: colon + 1, end, rule } : undefined;
}

type Command = { id: string; anchors: string[]; flag: RegExp; pair: boolean; positive: string; negative: string };

const COMMANDS: readonly Command[] = [
  {
    id: "curl-user",
    anchors: ["curl ", "wget ", "http --", "xh ", "etcdctl ", "govc "],
    flag: /\s(?:-u|--user|--proxy-user|-U|-a|--auth|-E|--cert)[ =]{0,2}/g,
    pair: true,
    positive: "curl -u admin:<base62:14> https://example.com",
    negative: "curl -sS https://example.com",
  },
  {
    id: "mysql-password",
    anchors: ["mysql", "mariadb", "mysqldump", "mongodump", "mongorestore"],
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
      "unrar ",
      "mongo ",
      "mongosh ",
      "cqlsh",
      "ipmitool",
      "rabbitmqadmin",
      "crackmapexec",
      "netexec ",
      "evil-winrm",
      "hydra ",
      "ncftpput",
      "ncftpget",
      "unlock-keychain",
      "mongoimport",
      "mongoexport",
      "mongostat",
      "clickhouse-client",
      "vncviewer",
      "iscsiadm",
    ],
    flag: /\s(?:--pass(?:word)?[ =]|-[pa][ =]?)(?=[^\s-])/g,
    pair: false,
    positive: "sshpass -p <base62:12>1 ssh host",
    negative: "docker login --password-stdin",
  },
  {
    id: "client-password",
    anchors: ["unzip ", "zip ", "bcp ", "sqlcmd ", "mosquitto_", "ipmitool "],
    flag: /\s-P[ ]?(?=[^\s-])/g,
    pair: false,
    positive: "mosquitto_sub -h host -P <base62:12>1 -t topic",
    negative: "unzip -o backup.zip",
  },
  {
    id: "directory-password",
    anchors: ["ldapsearch", "ldapmodify", "ldapadd", "ldapdelete", "ldapwhoami", "ldappasswd"],
    flag: /\s-[ws][ ]?(?=[^\s-])/g,
    pair: false,
    positive: "ldapsearch -x -D cn=admin -w <base62:12>1 -b dc=example",
    negative: "ldapsearch -x -W -b dc=example",
  },
  {
    id: "snmp-community",
    anchors: ["snmpwalk ", "snmpget ", "snmpset ", "snmpbulkwalk "],
    flag: /\s-c[ ]?(?=[^\s-])/g,
    pair: false,
    positive: "snmpwalk -v2c -c <base62:12>1 10.0.0.1",
    negative: "snmpwalk -v2c -c public 10.0.0.1",
  },
  {
    id: "windows-password",
    anchors: ["xfreerdp", "schtasks ", "runas ", "cmdkey "],
    flag: /\s\/(?:pass|rp|p)[: ](?=[^\s/])/g,
    pair: false,
    positive: "xfreerdp /u:bob /p:<base62:12>1 /v:host",
    negative: "schtasks /query /fo list",
  },
  {
    id: "upload-token",
    anchors: ["codecov ", "vercel "],
    flag: /\s(?:-t|--token)[ =](?=\S{16})/g,
    pair: false,
    positive: "codecov -t <hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:12>",
    negative: "vercel --prod -t",
  },
  {
    id: "session-user",
    anchors: ["smbclient ", "smbget ", "rpcclient ", "smbmap ", "winexe ", "wmic "],
    flag: /\s(?:-U|--user)[ =]?["']?(?:[^\s"'%\\]{1,64}\\{1,4})?[^\s"'%\\]{1,64}%(?=[^\s%"'])/g,
    pair: false,
    positive: "smbclient //server/share -U bob%<base62:12>1",
    negative: "smbclient //server/share -U bob -c ls",
  },
  {
    id: "transfer-user",
    anchors: ["lftp "],
    flag: /\s(?:-u|--user)[ =]?["']?[^\s"',]{1,64},(?=[^\s"'])/g,
    pair: false,
    positive: "lftp -u bob,<base62:12>1 ftp.example.com",
    negative: "lftp -u bob ftp.example.com",
  },
  {
    id: "cipher-key",
    anchors: ["openssl enc", "openssl aes", "openssl dgst"],
    flag: /\s(?:-K|-hmac|-k)[ ](?=[^\s-])/g,
    pair: false,
    positive: "openssl enc -aes-256-cbc -K <hex:64> -iv 00 -in a",
    negative: "openssl dgst -sha256 -verify key.pem",
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
        scan.work.spend(WORK_A_FLAG);
        const start = argumentStart(scan, flagEnd);
        if (start < 0) continue;
        if (pair) {
          const span = userPair(scan, flagEnd, start, id);
          if (span !== undefined) spans.push(span);
          continue;
        }
        const end = argumentEnd(scan, flagEnd, start);
        const value = text.slice(start, Math.min(end, start + MAX_JUDGED_CHARS));
        if (isSecretArgument(value) && !/^\d{1,5}$/.test(value)) spans.push({ start, end, rule: id });
      }
      return spans;
    },
    fixtures: { positive: [positive], negative: [negative] },
  };
}

export const commands: readonly Recogniser[] = COMMANDS.map(command);
