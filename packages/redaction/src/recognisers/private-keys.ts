import { MAX_PEM_CHARS, MIN_FOLD_COLUMN } from "../limits.ts";
import { BASE64_EXTRA, EQUALS, isIn, LINE_BREAK, runEnd, runStart, SPACE, WORD } from "../scan/characters.ts";
import type { Scan, Span } from "../scan/scan.ts";
import type { Recogniser } from "./recogniser.ts";

// RFC 7468 blocks whose label says PRIVATE KEY, whole or cut. The body may be folded at any column, carry `\n` as two
// characters, be quoted and concatenated line by line, or stand in a log with a prefix on each line.

const BODY = WORD | BASE64_EXTRA | EQUALS;
const MIN_BODY_CHARS = 16;
const LABEL = /-----BEGIN [A-Z0-9 ]{0,40}(?:PRIVATE KEY|PRIVATE KEY BLOCK|SECRET KEY)(?: BLOCK)?-----/y;
const END_LABEL = /-----END [A-Z0-9 ]{0,40}(?:PRIVATE KEY|PRIVATE KEY BLOCK|SECRET KEY)(?: BLOCK)?-----/y;
/** Between two lines of a body: a line break, real or escaped any number of times, with quotes and signs of concatenation. */
const FOLD = /[ \t]{0,4}["']?[ \t]{0,4}[+,.]?[ \t]{0,4}(?:\\{1,8}r)?(?:\\{1,8}n|\r?\n)(?:\\{1,8}n|\r?\n)?["']?[ \t]{0,4}[+,.]?(?:\r?\n)?[ \t]{0,24}["']?/y;
const PEM_HEADER = /(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset|MessageID):[^\n\r\\]{0,120}/y;

function matchAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** The end of the folded base64 that starts at `from`; lines shorter than a word end it unless they are the last. */
function bodyEnd(text: string, from: number): number {
  const limit = Math.min(text.length, from + MAX_PEM_CHARS);
  let at = matchAt(FOLD, text, from);
  if (at < 0) at = from;
  let end = from;
  let wasFull = false;
  for (;;) {
    const header = matchAt(PEM_HEADER, text, at);
    const stop = header >= 0 ? header : runEnd(text, at, BODY, limit);
    // A line of prose is no line of a key, and only the last line of a key is short.
    const isLine = header >= 0 || stop - at >= MIN_BODY_CHARS || (stop > at && wasFull && !isIn(text, stop, SPACE));
    if (!isLine) return end;
    if (header < 0) {
      end = stop;
      wasFull = stop - at >= MIN_FOLD_COLUMN;
    }
    const next = matchAt(FOLD, text, stop);
    if (next < 0 || next >= limit) return end;
    at = next;
  }
}

/** The start of the folded base64 that ends just before `end`. */
function bodyStart(text: string, end: number): number {
  const limit = Math.max(0, end - MAX_PEM_CHARS);
  let start = end;
  let at = end;
  for (;;) {
    // Back over one fold.
    while (at > limit && (isIn(text, at - 1, SPACE | LINE_BREAK) || "\"'+,".includes(text.charAt(at - 1)))) at -= 1;
    while (at > limit && text.charAt(at - 1) === "n" && text.charAt(at - 2) === "\\") {
      at -= 1;
      while (at > limit && text.charAt(at - 1) === "\\") at -= 1;
    }
    let from = runStart(text, at, BODY, limit);
    if (text.charAt(from - 1) === "\\" && text.charAt(from) === "n") from += 1;
    if (at - from < MIN_BODY_CHARS && start === end) {
      // The last line of a body may be short.
      if (at === from) return start;
    } else if (at - from < 32) return start;
    start = from;
    if (from === limit || isIn(text, from - 1, SPACE)) return start;
    at = from;
  }
}

function hasBody(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const end = runEnd(text, at, BODY, to);
    if (end - at >= MIN_BODY_CHARS) return true;
    at = end;
  }
  return false;
}

function fromBegin(scan: Scan, at: number): Span | undefined {
  const { text } = scan;
  const labelEnd = matchAt(LABEL, text, at);
  if (labelEnd < 0) return undefined;
  const end = scan.next("-----END ", labelEnd);
  const endLabel = end < text.length && end - labelEnd <= MAX_PEM_CHARS ? matchAt(END_LABEL, text, end) : -1;
  const nextBegin = scan.next("-----BEGIN ", labelEnd);
  if (endLabel >= 0 && end < nextBegin && hasBody(text, labelEnd, Math.min(end, labelEnd + 512))) return { start: at, end: endLabel, rule: "private-key" };
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

export const pemBlocks: Recogniser = {
  id: "private-key",
  source: "RFC 7468, RFC 5958, RFC 9580 section 6.2, PROTOCOL.key of OpenSSH",
  anchors: ["-----begin ", "-----end "],
  find: (scan, at, anchor) => (anchor === "-----begin " ? fromBegin(scan, at) : fromEnd(scan, at)),
  fixtures: {
    positive: [
      "-----BEGIN PRIVATE KEY-----\n<base64:64>\n<base64:64>\n<base64:20>\n-----END PRIVATE KEY-----",
      "-----BEGIN RSA PRIVATE KEY-----\\n<base64:64>\\n<base64:40>",
      "<base64:64>\n<base64:64>\n<base64:20>\n-----END EC PRIVATE KEY-----",
    ],
    negative: [
      "-----BEGIN CERTIFICATE-----\n<base64:64>\n<base64:40>\n-----END CERTIFICATE-----",
      "-----BEGIN PUBLIC KEY-----\n<base64:64>\n-----END PUBLIC KEY-----",
      "no -----BEGIN PRIVATE KEY----- line in the file",
    ],
  },
};

/** How the DER of a private key starts in base64: a version number follows the outer sequence, which no certificate has. */
const BARE_STARTS = [
  "MIIEvgIBADAN", "MIIEvQIBADAN", "MIIEvAIBADAN", "MIIEwAIBADAN", "MIIEwQIBADAN", "MIIJQgIBADAN", "MIIJQwIBADAN", "MIIJQQIBADAN", "MIIG/gIBADAN", "MIIG/QIBADAN", "MIICdgIBADAN",
  "MIICdwIBADAN", "MIICeAIBADAN", "MIIEpAIBAAK", "MIIEpQIBAAK", "MIIEowIBAAK", "MIIEogIBAAK", "MIIJKAIBAAK", "MIIJKQIBAAK", "MIIJKgIBAAK", "MIIJJwIBAAK", "MIIG5AIBAAK", "MIIG4wIBAAK",
  "MIIG5QIBAAK", "MIICXAIBAAK", "MIICXQIBAAK", "MIICXgIBAAK", "MIICWwIBAAK", "MHcCAQEEI", "MIGkAgEBBD", "MIHcAgEBBE", "MIGHAgEAMBMG", "MIG2AgEAMBAG", "MIHuAgEAMBAG", "MC4CAQAwBQYDK2V",
  "MEcCAQAwBQYDK2V", "MFECAQEwBQYDK2V", "MIIFHDBOBgkqhkiG9w0BBQ0w", "MIIFHTBXBgkqhkiG9w0BBQ0w", "MIIFLTBXBgkqhkiG9w0BBQ0w", "b3BlbnNzaC1rZXktdjE", "lQOYB", "lQHYB", "lQcYB", "lIYEY", "lFgEY", "xYYEY", "xVgEY",
] as const;

export const bareKeys: Recogniser = {
  id: "private-key-body",
  source: "DER of RFC 8017 appendix A.1.2, RFC 5958, RFC 5915, RFC 8410; RFC 9580 section 5.5.1.3",
  anchors: BARE_STARTS,
  find(scan, at, anchor) {
    const { text } = scan;
    if (!text.startsWith(anchor, at)) return undefined;
    const escaped = text.charAt(at - 1) === "n" && text.charAt(at - 2) === "\\";
    if (!escaped && isIn(text, at - 1, BODY)) return undefined;
    const end = bodyEnd(text, at);
    return end - at >= 56 ? { start: at, end, rule: "private-key-body" } : undefined;
  },
  fixtures: { positive: ["MIIEvgIBADAN<base64:52>\n<base64:64>\n<base64:30>", "MC4CAQAwBQYDK2V<base64:49>"], negative: ["MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUF"] },
};

/** PuTTY keys: `Private-Lines: 3` and that many lines. */
export const puttyKeys: Recogniser = {
  id: "putty-private-key",
  source: "PuTTY manual, appendix C",
  anchors: ["private-lines:"],
  find(scan, at, anchor) {
    const start = runEnd(scan.text, at + anchor.length, SPACE | WORD, at + 24);
    const end = bodyEnd(scan.text, start);
    return end - start >= MIN_BODY_CHARS ? { start: runEnd(scan.text, start, LINE_BREAK), end, rule: "putty-private-key" } : undefined;
  },
  fixtures: { positive: ["Private-Lines: 2\n<base64:64>\n<base64:40>\n"], negative: ["Private-Lines: none"] },
};

export const privateKeys: readonly Recogniser[] = [pemBlocks, bareKeys, puttyKeys];
