import { redactText, redactTextWithReport } from "@operator/redaction";
import { shown } from "../dependencies/report.ts";
import type { Finding, Place } from "../finding.ts";
import { MAX_SECRET_LINES } from "../limits.ts";
import type { Project } from "../project.ts";
import type { Removal } from "../redact/follow-lines.ts";
import { redactedFiles } from "../redact/redact-project.ts";
import type { RedactedText } from "../redact/redacted-text.ts";

/** Files that hold secrets by what they are for. Examples of them are meant to be shown. */
const SECRET_FILE =
  /(?:^|\/)(?:\.env(?!\.(?:example|sample|template|dist|defaults?)$)(?:\.[\w.-]+)?|id_(?:rsa|dsa|ecdsa|ed25519)|[^/]+\.(?:pem|p12|pfx|jks|keystore|ppk)|\.netrc|\.pypirc|\.git-credentials)$/;

/** Certificates and public keys are made to be shown. */
const PUBLIC_PEM = /-----BEGIN (?:TRUSTED )?(?:CERTIFICATE|(?:[A-Z]+ )?PUBLIC KEY)-----/;

/** Rules that one message names. */
const MAX_RULES = 3;

/** Of one place; a longer one falls under the rules of its file. */
const MAX_LOOKED_AT_CHARS = 40_000;

function finding(code: string, message: string, place: Place): Finding {
  return {
    code,
    severity: "blocking",
    category: "secret_scan_failed",
    message,
    nextAction: "fix_code",
    places: [place],
  };
}

/**
 * What people write where a secret goes: `sk-...`, `sk-xxxxxxxx`, and the keys of AWS's documentation. The form is that of a
 * secret, and nothing is in it.
 */
const EXAMPLE =
  /(?<![\w-])[\w-]{0,16}(?:\.\.\.|\u2026)|(?<![\w-])[\w-]{0,16}?(?:x{4,}|X{4,}|\*{4,})(?![\w-])|AKIAIOSFODNN7EXAMPLE|wJalrXUtnFEMI\/K7MDENG\/bPxRfiCYEXAMPLEKEY/g;

/** Whether there is nothing secret in a line but for what only has the form. A long line is no example. */
function isExample(line: string): boolean {
  if (line.length > MAX_LOOKED_AT_CHARS) return false;
  const plain = line.replace(EXAMPLE, "changeme");
  return plain !== line && redactText(plain) === plain;
}

/** Rules that the lines fall under on their own; those of their file where they do under none. */
function rulesOf(lines: string, ofFile: readonly string[]): string {
  const own = Object.keys(redactTextWithReport(lines).report.byRule);
  return (own.length > 0 ? own : ofFile).slice(0, MAX_RULES).join(", ");
}

function atLines(path: string, text: string, removal: Removal, rules: readonly string[]): Finding {
  const { first, last, start, end } = removal;
  const where =
    first === last ? `Line ${first} of ${shown(path)} holds` : `Lines ${first} to ${last} of ${shown(path)} hold`;
  const rule = rulesOf(text.slice(start, Math.min(end, start + MAX_LOOKED_AT_CHARS)), rules);
  const message = `${where} what looks like a secret (${rule}): take it out, revoke it, and bind a credential instead.`;
  return finding("secret_in_file", message, { path, first, last });
}

function inFile(path: string, text: string, { text: redacted, rules, removals, count }: RedactedText): Finding[] {
  if (redacted === text) return [];
  if (removals === undefined) {
    const message = `${shown(path)} holds what looks like secrets (${rules.slice(0, MAX_RULES).join(", ")}): take them out, revoke them, and bind credentials instead.`;
    return [finding("secret_in_file", message, { path })];
  }
  const found = removals.filter(({ first, last, start, end }) => first !== last || !isExample(text.slice(start, end)));
  const findings = found.slice(0, MAX_SECRET_LINES).map((removal) => atLines(path, text, removal, rules));
  const next = found[MAX_SECRET_LINES];
  if (next === undefined) return findings;
  const left = count - (removals.length - found.length) - MAX_SECRET_LINES;
  const message = `${left} more places in ${shown(path)} hold what looks like a secret: take them out as well.`;
  return [...findings, finding("more_secrets_in_file", message, { path, first: next.first, last: next.last })];
}

function isSecretFile(path: string, text: string): boolean {
  return SECRET_FILE.test(path) && !(path.endsWith(".pem") && PUBLIC_PEM.test(text) && !text.includes("PRIVATE KEY"));
}

/**
 * Secrets in the files of a project: the file, the lines and the rule that found them, never what they are. A file that is
 * there for secrets is one finding, whatever stands in it.
 */
export function secretFindings(project: Project): Finding[] {
  const { texts } = redactedFiles(project);
  return [...project.files.keys(), ...project.binaries].sort().flatMap((path) => {
    const text = project.files.get(path) ?? "";
    if (isSecretFile(path, text)) {
      const message = `${shown(path)} is a file of secrets: leave it out of the project and bind credentials instead.`;
      return [finding("secret_file", message, { path })];
    }
    const redacted = texts.get(path);
    return redacted === undefined ? [] : inFile(path, text, redacted);
  });
}
