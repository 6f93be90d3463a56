import { URL_EXTRA, WORD } from "../scan/characters.ts";
import type { Recogniser } from "./recogniser.ts";

const BODY = WORD | URL_EXTRA;
const MIN_HEADER_CHARS = 14;
const MIN_PAYLOAD_CHARS = 10;

/**
 * RFC 7519 and RFC 7516: base64url of `{"`, so `eyJ`, and two to five parts between dots. A token without its signature is
 * removed too: the claims name people and the signature may have been cut from the log.
 */
export const jsonWebTokens: Recogniser = {
  id: "json-web-token",
  source: "RFC 7519 section 3, RFC 7516 section 7.1",
  anchors: ["eyj"],
  find(scan, at) {
    const { text } = scan;
    if (!text.startsWith("eyJ", at)) return undefined;
    const headerEnd = scan.run(BODY, at);
    if (headerEnd - at < MIN_HEADER_CHARS || text.charAt(headerEnd) !== ".") return undefined;
    let end = scan.run(BODY, headerEnd + 1);
    const encrypted = text.charAt(headerEnd + 1) === "." || end - headerEnd > MIN_PAYLOAD_CHARS;
    if (!encrypted) return undefined;
    for (let parts = 2; parts < 5 && text.charAt(end) === "."; parts += 1) {
      const next = scan.run(BODY, end + 1);
      if (next === end + 1 && text.charAt(next) !== ".") break;
      end = next;
    }
    return { start: at, end, rule: "json-web-token" };
  },
  fixtures: {
    positive: ["eyJhbGciOiJIUzI1NiJ9.eyJ<base64url:40>.<base64url:43>", "eyJhbGciOiJSUzI1NiJ9.eyJ<base64url:40>"],
    negative: ["eyJhbGciOiJIUzI1NiJ9 is a header", "eyJ.eyJ.x"],
  },
};
