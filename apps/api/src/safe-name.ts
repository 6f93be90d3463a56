import { redactText } from "@operator/redaction";

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_-]{0,39}$/;

/** A field name from a request as an answer may show it: plain identifiers that no recogniser takes for a secret. */
export function safeName(name: string): string {
  return IDENTIFIER.test(name) && redactText(name) === name ? name : "*";
}

/** True when an identifier, which is kept as it is, looks like a secret. */
export function looksSecret(identifier: string): boolean {
  return redactText(identifier) !== identifier;
}

/** A path such as `events[2].payload`, its field names made safe. */
export function safePath(path: readonly PropertyKey[]): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else text += text === "" ? safeName(String(step)) : `.${safeName(String(step))}`;
  }
  return text;
}
