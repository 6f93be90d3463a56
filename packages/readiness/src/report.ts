import type { Finding, Place } from "./finding.ts";

type Severity = Finding["severity"];

/** What the agent's own files have to be corrected for. */
export function toFix(code: string, severity: Severity, message: string, ...places: Place[]): Finding {
  return { code, severity, category: "agent_runtime_exception", message, nextAction: "fix_code", places };
}

/** What nobody can use before a credential is bound. */
export function toBind(code: string, message: string, ...places: Place[]): Finding {
  return {
    code,
    severity: "blocking",
    category: "missing_secret_binding",
    message,
    nextAction: "set_secret",
    places,
  };
}

/** One line of a file. */
export function lineOf(path: string, line: number): Place {
  return { path, first: line, last: line };
}
