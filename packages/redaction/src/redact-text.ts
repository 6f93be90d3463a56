import { redactString } from "./engine.ts";
import { type RedactionReport, Tally } from "./report.ts";

/**
 * Removes every secret from a text: log lines, tracebacks, shell output, JSON, configuration. What is not a secret stays
 * byte for byte, also beside one: `Authorization: Bearer abc` becomes `Authorization: Bearer [REDACTED]`.
 *
 * The result is a fixed point: redacting it again returns it unchanged. Lines are judged on their own, except where a secret is
 * folded over several (PEM, wrapped base64, quoted-printable). Time is linear in the length of the text, whatever stands in it.
 */
export function redactText(text: string): string {
  return redactString(text, undefined);
}

/** The same, with a count of what was removed per rule. The report never holds a secret or a part of one. */
export function redactTextWithReport(text: string): { text: string; report: RedactionReport } {
  const tally = new Tally();
  const redacted = redactString(text, tally);
  return { text: redacted, report: tally.report() };
}
