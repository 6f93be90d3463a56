import { commands } from "./commands.ts";
import { phrases } from "./phrases.ts";
import { pipedSecrets } from "./piped-secrets.ts";
import type { Recogniser } from "./recogniser.ts";

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

export const shell: readonly Recogniser[] = [...commands, ...phrases, pipedSecrets, pgpass];
