import { type Refusal, refuse } from "../refusal.ts";

const ENTITY_TAGS = /^\s*"[\x21\x23-\x7e]{1,100}"(?:\s*,\s*"[\x21\x23-\x7e]{1,100}"){0,9}\s*$/;

/**
 * What must be there for a change to be made: something with one of these entity tags, which stand without their quotation
 * marks (none means nothing), or whatever it is, as long as it exists. Absent where the request does not ask.
 */
export interface Precondition {
  onlyOver?: readonly string[] | "existing";
}

/** The precondition of a request. Source: RFC 9110, section 13.1. */
export function preconditionOf(headers: Headers): Precondition | Refusal {
  const match = headers.get("if-match");
  const noneMatch = headers.get("if-none-match");
  if (noneMatch !== null) {
    if (noneMatch.trim() === "*" && match === null) return { onlyOver: [] };
    return refuse("invalid_request", "If-None-Match takes `*` alone here, without If-Match.");
  }
  if (match === null) return {};
  if (match.trim() === "*") return { onlyOver: "existing" };
  if (!ENTITY_TAGS.test(match))
    return refuse("invalid_request", 'If-Match takes entity tags such as "sha256:...", in quotation marks.');
  return { onlyOver: [...match.matchAll(/"([^"]+)"/g)].map(([, tag]) => tag ?? "") };
}
