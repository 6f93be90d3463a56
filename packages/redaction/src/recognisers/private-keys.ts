import { MAX_PEM_CHARS } from "../limits.ts";
import { matchAt } from "../scan/match-at.ts";
import type { Scan, Span } from "../scan/scan.ts";
import { bodyEnd, bodyStart, hasBody, MIN_BODY_CHARS } from "./key-body.ts";
import { bareKeys, puttyKeys } from "./private-key-bodies.ts";
import type { Recogniser } from "./recogniser.ts";

// RFC 7468 blocks whose label says PRIVATE KEY, whole or cut. The body may be folded at any column, carry `\n` as two
// characters, be quoted and concatenated line by line, or stand in a log with a prefix on each line.

const LABEL = /-----BEGIN [A-Z0-9 ]{0,40}(?:PRIVATE KEY|PRIVATE KEY BLOCK|SECRET KEY)(?: BLOCK)?-----/y;
const END_LABEL = /-----END [A-Z0-9 ]{0,40}(?:PRIVATE KEY|PRIVATE KEY BLOCK|SECRET KEY)(?: BLOCK)?-----/y;
/** Structure of JSON between two boundary lines: they are not of one key. */
const CROSSES_MEMBERS = /[{}]|":|\["|"\]/;
const NAMES_MEMBER = /^(?:\\{1,4}n)?\\{0,3}" ?:/;
function fromBegin(scan: Scan, at: number): Span | undefined {
  const { text } = scan;
  const labelEnd = matchAt(LABEL, text, at);
  if (labelEnd < 0) return undefined;
  const end = scan.next("-----END ", labelEnd);
  const endLabel = end < text.length && end - labelEnd <= MAX_PEM_CHARS ? matchAt(END_LABEL, text, end) : -1;
  const nextBegin = scan.next("-----BEGIN ", labelEnd);
  if (
    endLabel >= 0 &&
    end < nextBegin &&
    !NAMES_MEMBER.test(text.slice(endLabel, endLabel + 16)) &&
    !CROSSES_MEMBERS.test(text.slice(labelEnd, end)) &&
    hasBody(text, labelEnd, Math.min(end, labelEnd + 512))
  )
    return { start: at, end: endLabel, rule: "private-key" };
  const cut = bodyEnd(text, labelEnd);
  return cut - labelEnd >= MIN_BODY_CHARS ? { start: at, end: cut, rule: "private-key" } : undefined;
}

function fromEnd(scan: Scan, at: number): Span | undefined {
  const { text } = scan;
  const end = matchAt(END_LABEL, text, at);
  if (end < 0) return undefined;
  const start = bodyStart(text, at);
  return at - start >= MIN_BODY_CHARS ? { start, end, rule: "private-key" } : undefined;
}

const pemBlocks: Recogniser = {
  id: "private-key",
  source: "RFC 7468, RFC 5958, RFC 9580 section 6.2, PROTOCOL.key of OpenSSH",
  anchors: ["-----begin ", "-----end "],
  find: (scan, at, anchor) => (anchor === "-----begin " ? fromBegin(scan, at) : fromEnd(scan, at)),
  fixtures: {
    positive: [
      "\x2d----BEGIN PRIVATE KEY-----\n<base64:64>\n<base64:64>\n<base64:20>\n-----END PRIVATE KEY-----",
      "\x2d----BEGIN RSA PRIVATE KEY-----\\n<base64:64>\\n<base64:40>",
      "<base64:64>\n<base64:64>\n<base64:20>\n-----END EC PRIVATE KEY-----",
    ],
    negative: [
      "\x2d----BEGIN CERTIFICATE-----\n<base64:64>\n<base64:40>\n-----END CERTIFICATE-----",
      "\x2d----BEGIN PUBLIC KEY-----\n<base64:64>\n-----END PUBLIC KEY-----",
      "no \x2d----BEGIN PRIVATE KEY----- line in the file",
    ],
  },
};

export const privateKeys: readonly Recogniser[] = [pemBlocks, bareKeys, puttyKeys];
