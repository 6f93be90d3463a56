import { redactString } from "../engine.ts";
import { MAX_JUDGED_CHARS } from "../limits.ts";
import type { NameStrength } from "../names/classify-name.ts";
import { beginsWithScheme, credentialsIn } from "../recognisers/authorization.ts";
import { cookieValues } from "../recognisers/cookies.ts";
import { REDACTED } from "../replacement.ts";
import type { Tally } from "../report.ts";
import { Scan, type Span } from "../scan/scan.ts";
import { replaceSpans } from "../scan/spans.ts";
import { isSecretValue } from "./judge-value.ts";

function spansIn(text: string, strength: NameStrength): readonly Span[] {
  const scan = new Scan(text);
  if (strength === "authorization") {
    const span = credentialsIn(scan, 0, text.length, true, "http-authorization");
    return span === undefined ? [] : [span];
  }
  if (strength === "cookie") return cookieValues(scan, 0, text.length, "http-cookie").spans;
  if (beginsWithScheme(text)) {
    const span = credentialsIn(scan, 0, text.length, true, "secret-member");
    return span === undefined ? [] : [span];
  }
  return isSecretValue(text.slice(0, MAX_JUDGED_CHARS), strength, "fixed")
    ? [{ start: 0, end: text.length, rule: "secret-member" }]
    : [];
}

/** Rounds until a named value no longer changes; two are the rule. */
const MAX_ROUNDS = 4;

/** Redacts a string that stands beside a secret-like name: the whole of it, the credentials in it, or what any text would lose. */
export function redactNamed(text: string, strength: NameStrength, tally: Tally | undefined): string {
  let current = text;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (current === REDACTED) return current;
    const spans = spansIn(current, strength);
    const next = redactString(spans.length === 0 ? current : replaceSpans(current, spans, tally).text, tally);
    if (next === current) return current;
    current = next;
  }
  return REDACTED;
}
