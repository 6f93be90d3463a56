import { quote } from "@operator/contract";
import { redactText, redactTextWithReport } from "@operator/redaction";
import type { Finding, Place } from "../finding.ts";
import type { Project } from "../project.ts";

/** Findings in one file; more of them say nothing new of it. */
const MAX_LINES_OF_FILE = 10;

/** Files that hold secrets by what they are for. Examples of them are meant to be shown. */
const SECRET_FILE =
  /(?:^|\/)(?:\.env(?!\.(?:example|sample|template|dist)$)(?:\.[\w.-]+)?|id_(?:rsa|dsa|ecdsa|ed25519)|[^/]+\.(?:pem|p12|pfx|jks|keystore)|\.netrc|\.pypirc|\.npmrc|\.git-credentials)$/;

const PUBLIC_PEM = /^\s*-----BEGIN (?:CERTIFICATE|PUBLIC KEY|[A-Z ]*PUBLIC KEY)-----/;

function finding(code: string, message: string, places: Place[]): Finding {
  return { code, severity: "blocking", category: "secret_scan_failed", message, nextAction: "fix_code", places };
}

/** The lines that lost something to redaction. A secret over several lines is one, from its first line on. */
function redactedLines(before: string, after: string): number[] {
  const [was, is] = [before.split("\n"), after.split("\n")];
  if (was.length === is.length) return was.flatMap((line, index) => (line === is[index] ? [] : [index + 1]));
  const lines: number[] = [];
  for (let index = 0; index < was.length; index++) {
    const line = was[index] ?? "";
    if (redactText(line) !== line) lines.push(index + 1);
  }
  const first = was.findIndex((line, index) => line !== is[index]) + 1;
  return [...new Set([first, ...lines])].sort((a, b) => a - b);
}

/** The names of the rules that a line falls under on its own; those of its file where it does on none. */
function rulesOf(line: string, ofFile: readonly string[]): string {
  const own = Object.keys(redactTextWithReport(line).report.byRule);
  return (own.length > 0 ? own : ofFile).slice(0, 3).join(", ");
}

function inFile(path: string, text: string): Finding[] {
  const { text: redacted, report } = redactTextWithReport(text);
  if (redacted === text) return [];
  const rules = Object.keys(report.byRule);
  const lines = text.split("\n");
  const found = redactedLines(text, redacted);
  const name = quote(redactText(path));
  const shown = found.slice(0, MAX_LINES_OF_FILE).map((line) => {
    const message = `Line ${line} of ${name} holds what looks like a secret (${rulesOf(lines[line - 1] ?? "", rules)}): take it out, revoke it, and bind a credential instead.`;
    return finding("secret_in_file", message, [{ path, first: line, last: line }]);
  });
  if (found.length <= MAX_LINES_OF_FILE) return shown;
  const last = found[MAX_LINES_OF_FILE] ?? 1;
  const more = `${found.length - MAX_LINES_OF_FILE} more lines of ${name} hold what looks like a secret.`;
  return [...shown, finding("more_secrets_in_file", more, [{ path, first: last, last }])];
}

/** Secrets in the files of a project: where they are and which rule found them, never what they are. */
export function secretFindings({ files, binaries }: Project): Finding[] {
  const paths = [...files.keys(), ...binaries].sort();
  return paths.flatMap((path) => {
    const text = files.get(path) ?? "";
    if (SECRET_FILE.test(path) && !PUBLIC_PEM.test(text)) {
      const message = `${quote(redactText(path))} is a file of secrets: leave it out of the project and bind credentials instead.`;
      return [finding("secret_file", message, [{ path }])];
    }
    return inFile(path, text);
  });
}
