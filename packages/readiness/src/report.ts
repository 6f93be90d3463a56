import type { Finding, Place } from "./finding.ts";

type Severity = Finding["severity"];

/** What the agent's own files have to be corrected for. */
export function toFix(code: string, severity: Severity, message: string, ...places: Place[]): Finding {
  return { code, severity, category: "agent_runtime_exception", message, nextAction: "fix_code", places };
}

/** One line of a file. */
export function lineOf(path: string, line: number): Place {
  return { path, first: line, last: line };
}
