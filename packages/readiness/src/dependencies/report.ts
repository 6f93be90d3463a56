import { quote } from "@operator/contract";
import { redactText } from "@operator/redaction";
import type { Finding, Place } from "../finding.ts";

/** More of one line is never looked at, whoever wrote it. */
const MAX_SHOWN_CHARS = 2_000;

/**
 * Whatever stands between `//` and `@` of an address: a user, a password, a token. A password may have signs that do not
 * belong there, so that a colon starts one that goes up to the last `@`.
 */
const USER_INFO = /\/\/(?:[^\s/@:]{0,200}:\S{0,1000}|[^\s/]{0,1000})@/g;

/** Text of the project as it may stand in a message: without secrets, on one line, bounded and in quotation marks. */
export function shown(text: string): string {
  return quote(redactText(text.slice(0, MAX_SHOWN_CHARS).replace(USER_INFO, "//")));
}

type Severity = Finding["severity"];

/** A file has to be corrected. */
export function toCorrect(code: string, severity: Severity, message: string, ...places: Place[]): Finding {
  return { code, severity, category: "dependency_conflict", message, nextAction: "fix_code", places };
}

/** Something is missing that an installer or a line in a file would bring. */
export function toInstall(code: string, severity: Severity, message: string, ...places: Place[]): Finding {
  return { code, severity, category: "dependency_conflict", message, nextAction: "install_dependency", places };
}

/** A place of one line or of several. */
export function placeOf(path: string, first: number, last: number = first): Place {
  return { path, first, last };
}
