import type { Span } from "../scan/scan.ts";
import type { Recogniser } from "./recogniser.ts";

const RULE = "json-web-key";

/** Private members of a JSON Web Key in text, told by the `kty` beside them. */
export const jsonWebKeys: Recogniser = {
  id: RULE,
  source: "RFC 7518 section 6: the private members d, p, q, dp, dq, qi and k",
  anchors: ['"kty', '\\"kty'],
  find(scan, at) {
    const { text } = scan;
    if (at < scan.doneUntil(RULE)) return undefined;
    const from = Math.max(0, at - 2_048);
    const open = text.lastIndexOf("{", at);
    const start = Math.max(open, from);
    const close = scan.next("}", at);
    const end = Math.min(close, at + 4_096);
    scan.done(RULE, end);
    const spans: Span[] = [];
    for (const match of text
      .slice(start, end)
      .matchAll(/"(?:d|p|q|dp|dq|qi|k)\\{0,7}" {0,2}: {0,2}\\{0,7}"([\w-]{20,1000})/g)) {
      const to = start + match.index + match[0].length;
      spans.push({ start: to - (match[1]?.length ?? 0), end: to, rule: RULE });
    }
    return spans;
  },
  fixtures: {
    positive: ['{"kty":"OKP","crv":"Ed25519","d":"<base64url:43>","x":"<base64url:43>"}'],
    negative: ['{"kty":"OKP","crv":"Ed25519","x":"<base64url:43>"}'],
  },
};
