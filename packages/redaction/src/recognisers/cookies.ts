import { MAX_NAME_CHARS } from "../limits.ts";
import { REDACTED } from "../replacement.ts";
import { isIn, runEnd, SPACE } from "../scan/characters.ts";
import type { Scan, Span } from "../scan/scan.ts";

// RFC 6265: `Cookie: a=1; b=2` and `Set-Cookie: a=1; Path=/; HttpOnly`. Names and attributes are evidence, values are not.

const ATTRIBUTE = /^(?:path|domain|expires|max-age|samesite|secure|httponly|partitioned|priority|version|comment)$/i;
const PLAIN = /^(?:[a-z]{1,8}|[a-z]{2}[-_][A-Za-z]{2}|[0-9]{1,3}|true|false)$/;

const WORK_A_HEADER = 40;
const WORK_A_COOKIE = 30;

/** The values of the cookies between `start` and `end`, and where the header was found to end. */
export function cookieValues(scan: Scan, start: number, end: number, rule: string): { spans: Span[]; until: number } {
  const { text } = scan;
  const spans: Span[] = [];
  scan.work.spend(WORK_A_HEADER);
  let at = start;
  while (at < end) {
    at = runEnd(text, at, SPACE, end);
    let semicolon = at;
    let equals = -1;
    for (; semicolon < end && text.charCodeAt(semicolon) !== 0x3b; semicolon += 1) {
      const code = text.charCodeAt(semicolon);
      if (equals < 0 && code === 0x3d) equals = semicolon;
      // What was removed already ends a value, and neither a name nor an attribute is long: no line is read twice.
      if (equals === semicolon && text.startsWith(REDACTED, equals + 1)) {
        semicolon = equals + 1 + REDACTED.length;
        break;
      }
      if (semicolon - at > MAX_NAME_CHARS && (equals < 0 || ATTRIBUTE.test(text.slice(at, equals)))) break;
      // A blank inside a value ends the header: what follows is other text.
      if (isIn(text, semicolon, SPACE) && equals >= 0 && !ATTRIBUTE.test(text.slice(at, equals))) break;
    }
    scan.work.spend(2 * (semicolon - at) + WORK_A_COOKIE);
    if (equals < 0) break;
    const value = text.slice(equals + 1, Math.min(semicolon, equals + 64));
    if (!ATTRIBUTE.test(text.slice(at, equals)) && !PLAIN.test(value) && value !== "" && !value.startsWith(REDACTED)) {
      spans.push({ start: equals + 1, end: semicolon, rule });
    }
    if (semicolon >= end || text.charCodeAt(semicolon) !== 0x3b) break;
    at = semicolon + 1;
  }
  return { spans, until: at };
}
