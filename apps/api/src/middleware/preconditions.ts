import { type Refusal, refuse } from "../refusal.ts";

const ENTITY_TAGS = /^\s*"[\x21\x23-\x7e]{1,100}"(?:\s*,\s*"[\x21\x23-\x7e]{1,100}"){0,9}\s*$/;

/**
 * The entity tags, without their quotation marks, that what is to be changed may have; none with `If-None-Match: *`, where
 * there must be nothing yet; `undefined` where the request names no precondition. Source: RFC 9110, section 13.1.
 */
export function onlyOver(headers: Headers): string[] | Refusal | undefined {
  const match = headers.get("if-match");
  const noneMatch = headers.get("if-none-match");
  if (noneMatch !== null) {
    if (noneMatch.trim() === "*" && match === null) return [];
    return refuse("invalid_request", "If-None-Match takes `*` alone here, without If-Match.");
  }
  if (match === null || match.trim() === "*") return undefined;
  if (!ENTITY_TAGS.test(match))
    return refuse("invalid_request", 'If-Match takes entity tags such as "sha256:...", in quotation marks.');
  return [...match.matchAll(/"([^"]+)"/g)].map(([, tag]) => tag ?? "");
}
