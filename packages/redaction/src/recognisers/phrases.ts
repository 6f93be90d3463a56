import { MAX_JUDGED_CHARS } from "../limits.ts";
import { matchAt } from "../scan/match-at.ts";
import { argumentStart, isSecretArgument, wordEnd } from "./arguments.ts";
import type { Recogniser } from "./recogniser.ts";

// Statements and commands in which a secret has a fixed place behind fixed words.

type Phrase = { id: string; source: string; anchor: string; before: RegExp; positive: string; negative: string };

/** A literal in front of a value, where what is written in between is fixed: statements, calls, workflow commands. */
const PHRASES: readonly Phrase[] = [
  {
    id: "sql-password",
    source: "dev.mysql.com: CREATE USER",
    anchor: "identified ",
    before: /(?:with [\w"']{1,40} )?(?:by|as) (?:password )?(?:values )?(?=["'\w])/iy,
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
  {
    id: "snmp-community",
    source: "manuals of Cisco IOS and of Net-SNMP: community strings",
    anchor: "snmp-server community ",
    before: /(?=\S)/y,
    positive: "snmp-server community <base62:12> RO",
    negative: "snmp-server community public RO",
  },
  {
    id: "cisco-secret",
    source: "manuals of Cisco IOS: enable secret, username secret",
    anchor: " secret ",
    before: /[0-9] (?=\S)/y,
    positive: "enable secret 5 <base62:30>",
    negative: "the secret 5 of us keep",
  },
  {
    id: "cisco-secret",
    source: "manuals of Cisco IOS: username password",
    anchor: " password ",
    before: /[0-9] (?=[0-9A-Fa-f]{8})/y,
    positive: "username bob password 7 <HEX:20>",
    negative: "the password 7 of us keep",
  },
  {
    id: "broker-password",
    source: "rabbitmq.com/docs: rabbitmqctl",
    anchor: "rabbitmqctl ",
    before: /(?:change_password|add_user) \S{1,64} (?=[^\s-])/y,
    positive: "rabbitmqctl change_password bob <base62:12>",
    negative: "rabbitmqctl list_users --silent",
  },
  {
    id: "basic-configuration",
    source: "python-poetry.org and getcomposer.org: http-basic",
    anchor: "config http-basic.",
    before: /\S{1,64} \S{1,64} (?=[^\s-])/y,
    positive: "poetry config http-basic.internal bob <base62:12>",
    negative: "poetry config http-basic.internal --unset",
  },
  {
    id: "oauth-configuration",
    source: "getcomposer.org: authentication",
    anchor: "config github-oauth.",
    before: /[\w.]{1,64} (?=[^\s-])/y,
    positive: "composer config github-oauth.github.com <base62:40>",
    negative: "composer config github-oauth.github.com --unset",
  },
  {
    id: "user-secret",
    source: "learn.microsoft.com: dotnet user-secrets",
    anchor: "user-secrets set ",
    before: /["']?[\w:.-]{1,80}["']? (?=\S)/y,
    positive: 'dotnet user-secrets set "Db:Password" "<base62:12>"',
    negative: "dotnet user-secrets set --help",
  },
  {
    id: "htpasswd-password",
    source: "httpd.apache.org: htpasswd -b takes the password as an argument",
    anchor: "htpasswd ",
    before: /(?:-\w*n\w*b\w*|-\w*b\w*n\w*|-\w*b\w* \S{1,128}) \S{1,64} (?=[^\s-])/y,
    positive: "htpasswd -nbB bob <base62:12>",
    negative: "htpasswd -c /etc/apache/.htpasswd bob",
  },
  {
    id: "tunnel-token",
    source: "developers.cloudflare.com: cloudflared service install",
    anchor: "cloudflared service install ",
    before: /(?=\S{16})/y,
    positive: "cloudflared service install <base62:40>",
    negative: "cloudflared service install --help",
  },
  {
    id: "sonar-login",
    source: "docs.sonarsource.com: analysis parameters",
    anchor: "sonar.login=",
    before: /(?=\S)/y,
    positive: "sonar-scanner -Dsonar.login=<hex:40>",
    negative: "sonar-scanner -Dsonar.login=$SONAR_TOKEN",
  },
  {
    id: "pipeline-secret",
    source: "learn.microsoft.com: logging commands of Azure Pipelines",
    anchor: "issecret=true]",
    before: /(?=\S)/y,
    positive: "##vso[task.setvariable variable=password;issecret=true]<base62:12>",
    negative: "##vso[task.setvariable variable=password;issecret=true]$(password)",
  },
  {
    id: "keychain-password",
    source: "manual page of security(1)",
    anchor: "add-generic-password ",
    before: /(?:-[a-vx-zA-Z]+ \S{1,64} ){0,8}-w (?=\S)/y,
    positive: "security add-generic-password -a bob -s service -w <base62:12>",
    negative: "security add-generic-password -a bob -s service",
  },
  {
    id: "administrator-password",
    source: "dev.mysql.com: mysqladmin",
    anchor: "mysqladmin ",
    before: /(?:-[^\s]{1,40} (?:[^\s-]\S{0,40} )?){0,6}password (?=[^\s-])/y,
    positive: "mysqladmin -u root password <base62:12>",
    negative: "mysqladmin -u root -p status",
  },
  {
    id: "hashed-password",
    source: "manual page of openssl-passwd",
    anchor: "openssl passwd ",
    before: /(?:-(?:[156]|apr1|crypt|noverify|aixmd5) |-salt \S{1,32} ){0,4}(?=[^\s-])/y,
    positive: "openssl passwd -6 <base62:12>",
    negative: "openssl passwd -6 -stdin",
  },
  {
    id: "obscured-password",
    source: "rclone.org: rclone obscure",
    anchor: "rclone obscure ",
    before: /(?=[^\s-])/y,
    positive: "rclone obscure <base62:12>",
    negative: "rclone obscure -",
  },
  {
    id: "vault-login",
    source: "bitwarden.com/help: command-line interface",
    anchor: "bw login ",
    before: /\S{1,64}@\S{1,64} (?=[^\s-])/y,
    positive: "bw login bob@example.com <base62:12>",
    negative: "bw login bob@example.com --method 0",
  },
  {
    id: "share-password",
    source: "learn.microsoft.com: net use",
    anchor: "net use ",
    before: /[^\n/]{0,120}\/user:\S{1,64} (?=[^\s/])/iy,
    positive: "net use Z: \\\\server\\share /user:bob <base62:12>",
    negative: "net use Z: \\\\server\\share /user:bob /persistent:yes",
  },
  {
    id: "mail-login",
    source: "RFC 9051: LOGIN command of IMAP",
    anchor: " LOGIN ",
    before: /(?<=(?:^|[\s"'])[A-Za-z]{0,4}[0-9]{1,6} LOGIN )["']?[^\s"'\\]{1,64}["']? (?=\S)/y,
    positive: "a1 LOGIN bob <base62:12>",
    negative: "the 2 LOGIN attempts failed",
  },
  {
    id: "transfer-login",
    source: "RFC 959: PASS, as FTP clients print it",
    anchor: "> PASS ",
    before: /(?<=> PASS )(?=[^\s<>"']{4})/y,
    positive: "---> PASS <base62:12>",
    negative: "> pass the salt",
  },
  {
    id: "store-login",
    source: "redis.io/commands: AUTH",
    anchor: "AUTH ",
    before:
      /(?<=(?:^|[\s"'>])AUTH )(?:[a-z][\w-]{0,32} )?(?=[^\s"'\\]{0,64}[A-Za-z])(?=[^\s"'\\/]{0,64}\d[^\s"'\\/]{0,64}(?:$|[\n"'\\]))(?=\S{7})/y,
    positive: "AUTH <base62:14>1a",
    negative: "AUTH failed for client 12",
  },
  ...["requirepass ", "masterauth ", "wifi-sec.psk "].map((anchor) => ({
    id: "directive-password",
    source: "redis.io: configuration; manual page of nm-settings",
    anchor,
    before: /(?=[^\s"'-]{0,64}\d)/y,
    positive: `${anchor}<base62:12>1`,
    negative: `${anchor}is not set`,
  })),
  {
    id: "token-login",
    source: "docs.snyk.io: snyk auth",
    anchor: "snyk auth ",
    before: /(?=[0-9a-f-]{32})/y,
    positive: "snyk auth <hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:12>",
    negative: "snyk auth --help",
  },
  {
    id: "stack-secret",
    source: "pulumi.com/docs: pulumi config set --secret",
    anchor: "config set --secret ",
    before: /[\w.:-]{1,80} (?=[^\s-])/y,
    positive: "pulumi config set --secret dbPassword <base62:12>",
    negative: "pulumi config set --secret dbPassword --path",
  },
  {
    id: "cisco-secret",
    source: "manuals of Cisco IOS: enable secret",
    anchor: "enable secret ",
    before: /(?=[^\s\d]\S{0,64}\d)/y,
    positive: "enable secret a<base62:12>1",
    negative: "enable secret scanning for the repository",
  },
  ...['sshpass"', "sshpass'"].map((anchor) => ({
    id: "listed-command",
    source: "manual page of sshpass, as a list of arguments",
    anchor,
    before: /,\s{0,4}["']-p["'],\s{0,4}(?=["'])/y,
    positive: `[${anchor.slice(-1)}${anchor}, ${anchor.slice(-1)}-p${anchor.slice(-1)}, ${anchor.slice(-1)}<base62:12>${anchor.slice(-1)}]`,
    negative: `[${anchor.slice(-1)}${anchor}, ${anchor.slice(-1)}-e${anchor.slice(-1)}]`,
  })),
  ...["expdp ", "impdp ", "sqlplus "].map((anchor) => ({
    id: "oracle-logon",
    source: "docs.oracle.com: logon of command-line tools",
    anchor,
    before: /(?:-\w{1,2} )?[\w$#]{1,64}\/(?=[^\s/@])/y,
    positive: `${anchor}system/<base62:12> schemas=app`,
    negative: `${anchor}/ as sysdba`,
  })),
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
      const end = closing >= 0 ? closing : wordEnd(text, start, id.startsWith("oracle") ? "@;" : ";");
      const value = text.slice(start, Math.min(end, start + MAX_JUDGED_CHARS));
      return isSecretArgument(value) ? { start, end, rule: id } : undefined;
    },
    fixtures: { positive: [positive], negative: [negative] },
  };
}

export const phrases: readonly Recogniser[] = PHRASES.map(phrase);
