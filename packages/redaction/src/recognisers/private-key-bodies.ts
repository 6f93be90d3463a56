import { isIn, LINE_BREAK, runEnd, SPACE, WORD } from "../scan/characters.ts";
import { BODY, bodyEnd, MIN_BODY_CHARS } from "./key-body.ts";
import type { Recogniser } from "./recogniser.ts";

// Private keys that lost their boundary lines, or never had any.

/** How the DER of a private key starts in base64: a version number follows the outer sequence, which no certificate has. */
const BARE_STARTS = [
  "MIIEvgIBADAN",
  "MIIEvQIBADAN",
  "MIIEvAIBADAN",
  "MIIEwAIBADAN",
  "MIIEwQIBADAN",
  "MIIJQgIBADAN",
  "MIIJQwIBADAN",
  "MIIJQQIBADAN",
  "MIIG/gIBADAN",
  "MIIG/QIBADAN",
  "MIICdgIBADAN",
  "MIICdwIBADAN",
  "MIICeAIBADAN",
  "MIIEpAIBAAK",
  "MIIEpQIBAAK",
  "MIIEowIBAAK",
  "MIIEogIBAAK",
  "MIIJKAIBAAK",
  "MIIJKQIBAAK",
  "MIIJKgIBAAK",
  "MIIJJwIBAAK",
  "MIIG5AIBAAK",
  "MIIG4wIBAAK",
  "MIIG5QIBAAK",
  "MIICXAIBAAK",
  "MIICXQIBAAK",
  "MIICXgIBAAK",
  "MIICWwIBAAK",
  "MHcCAQEEI",
  "MIGkAgEBBD",
  "MIHcAgEBBE",
  "MIGHAgEAMBMG",
  "MIG2AgEAMBAG",
  "MIHuAgEAMBAG",
  "MC4CAQAwBQYDK2V",
  "MEcCAQAwBQYDK2V",
  "MFECAQEwBQYDK2V",
  "MIIFHDBOBgkqhkiG9w0BBQ0w",
  "MIIFHTBXBgkqhkiG9w0BBQ0w",
  "MIIFLTBXBgkqhkiG9w0BBQ0w",
  "b3BlbnNzaC1rZXktdjE",
  "lQOYB",
  "lQHYB",
  "lQcYB",
  "lIYEY",
  "lFgEY",
  "xYYEY",
  "xVgEY",
] as const;

export const bareKeys: Recogniser = {
  id: "private-key-body",
  source: "DER of RFC 8017 appendix A.1.2, RFC 5958, RFC 5915, RFC 8410; RFC 9580 section 5.5.1.3",
  anchors: BARE_STARTS,
  find(scan, at, anchor) {
    const { text } = scan;
    if (!text.startsWith(anchor, at)) return undefined;
    const escaped = text.charAt(at - 1) === "n" && text.charAt(at - 2) === "\\";
    // A plus sign at the start of a line marks an added line of a diff.
    const added = text.charAt(at - 1) === "+" && !isIn(text, at - 2, BODY);
    if (!escaped && !added && isIn(text, at - 1, BODY)) return undefined;
    const end = bodyEnd(text, at);
    return end - at >= 56 ? { start: at, end, rule: "private-key-body" } : undefined;
  },
  fixtures: {
    positive: ["MIIEvgIBADAN<base64:52>\n<base64:64>\n<base64:30>", "MC4CAQAwBQYDK2V<base64:49>"],
    negative: ["MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUF"],
  },
};

/** PuTTY keys: `Private-Lines: 3` and that many lines. */
export const puttyKeys: Recogniser = {
  id: "putty-private-key",
  source: "PuTTY manual, appendix C",
  anchors: ["private-lines:"],
  find(scan, at, anchor) {
    const start = runEnd(scan.text, at + anchor.length, SPACE | WORD, at + 24);
    const end = bodyEnd(scan.text, start);
    return end - start >= MIN_BODY_CHARS
      ? { start: runEnd(scan.text, start, LINE_BREAK), end, rule: "putty-private-key" }
      : undefined;
  },
  fixtures: { positive: ["Private-Lines: 2\n<base64:64>\n<base64:40>\n"], negative: ["Private-Lines: none"] },
};
