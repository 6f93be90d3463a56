import { MAX_JUDGED_CHARS } from "../limits.ts";
import { matchAt } from "../scan/match-at.ts";
import { argumentStart, isSecretArgument, wordEnd } from "./arguments.ts";
import type { Recogniser } from "./recogniser.ts";

const RULE = "piped-secret";
const MAX_REACH = 300;
/** `echo x`, `printf '%s' x` in front of the pipe: everything of the command up to what it prints. */
const PRINTED =
  /\b(?:echo|printf)(?: -[neE]{1,2})?(?: ["']%s(?:\\+n)?["'])? +(\\{0,7}["']|)(?<value>[^\s"'\\][^|\n]{0,127}?)\1 *$/d;
const HERE_STRING = / {0,2}(?:[^|\n<]{0,80} )?<<< *(?=\S)/y;

/** A secret that is written into a command which reads it from its input: before the pipe, or as a here-string behind. */
export const pipedSecrets: Recogniser = {
  id: RULE,
  source: "manual pages of docker login, gh auth login, gcloud, cryptsetup, chpasswd",
  anchors: ["--password-stdin", "--with-token", "--passphrase-fd", "--stdin", "-S -p", "chpasswd"],
  find(scan, at, anchor) {
    const { text } = scan;
    const here = matchAt(HERE_STRING, text, at + anchor.length);
    if (here >= 0) {
      const start = argumentStart(scan, here);
      if (start < 0) return undefined;
      const end = wordEnd(text, start);
      const value = text.slice(start, Math.min(end, start + MAX_JUDGED_CHARS));
      return isSecretArgument(value) ? { start, end, rule: RULE } : undefined;
    }
    const from = Math.max(at - MAX_REACH, scan.doneUntil(RULE));
    scan.done(RULE, at);
    const before = text.slice(from, at);
    const line = before.slice(before.lastIndexOf("\n") + 1);
    const printed = PRINTED.exec(line.slice(0, Math.max(0, line.lastIndexOf("|"))));
    const place = printed?.indices?.groups?.value;
    if (place === undefined || !isSecretArgument(printed?.groups?.value ?? "")) return undefined;
    const lineStart = at - line.length;
    return { start: lineStart + place[0], end: lineStart + place[1], rule: RULE };
  },
  fixtures: {
    positive: [
      "echo <base62:12> | docker login -u ci --password-stdin",
      "printf '%s' '<base62:12>' | podman login --password-stdin -u ci",
      'docker login -u ci --password-stdin <<< "<base62:12>"',
    ],
    negative: ["cat token.txt | gh auth login --with-token", "echo $TOKEN | docker login --password-stdin"],
  },
};
