import { MIN_ENCODED_CHARS } from "../limits.ts";
import { BASE64_RUN, classOf, EQUALS, HEX_LOWER, HEX_UPPER, isIn, runEnd, runStart, URL_EXTRA, BASE64_EXTRA } from "../scan/characters.ts";

/** A run of base64 or hex, and the text that it encodes. */
export type EncodedRun = { start: number; end: number; decoded: string };

const HEX = HEX_LOWER | HEX_UPPER;
/** Bytes that must be printable before a run is taken for encoded text: digests and pictures fail within the first few. */
const PROBE_BYTES = 12;
const MAX_OFFSETS = 8;

const SIXTEEN = new Int8Array(128).fill(-1);
const SIXTY_FOUR = new Int8Array(128).fill(-1);
for (let value = 0; value < 16; value += 1) {
  const digit = value.toString(16);
  SIXTEEN[digit.charCodeAt(0)] = value;
  SIXTEEN[digit.toUpperCase().charCodeAt(0)] = value;
}
"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".split("").forEach((digit, value) => {
  SIXTY_FOUR[digit.charCodeAt(0)] = value;
});
SIXTY_FOUR[0x2d] = 62;
SIXTY_FOUR[0x5f] = 63;

const isText = (byte: number): boolean => (byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13 || byte === 27;

type Decode = (text: string, from: number, end: number, into: Uint8Array) => number;

const hexBytes: Decode = (text, from, end, into) => {
  let length = 0;
  for (let at = from; at + 1 < end && length < into.length; at += 2) {
    into[length] = ((SIXTEEN[text.charCodeAt(at)] ?? 0) << 4) | (SIXTEEN[text.charCodeAt(at + 1)] ?? 0);
    length += 1;
  }
  return length;
};

const base64Bytes: Decode = (text, from, end, into) => {
  let length = 0;
  let bits = 0;
  let held = 0;
  for (let at = from; at < end && length < into.length; at += 1) {
    bits = ((bits << 6) | (SIXTY_FOUR[text.charCodeAt(at)] ?? 0)) & 0xffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      into[length] = (bits >> held) & 0xff;
      length += 1;
    }
  }
  return length;
};

const probe = new Uint8Array(PROBE_BYTES);

/** Whether the bytes read as text: ASCII with a few bytes of UTF-8, or UTF-16 as PowerShell encodes its commands. */
function probeText(decode: Decode, text: string, from: number, end: number): "utf8" | "utf16" | undefined {
  const length = decode(text, from, end, probe);
  if (length < PROBE_BYTES) return undefined;
  let foreign = 0;
  let zeros = 0;
  for (let at = 0; at < length; at += 1) {
    const byte = probe[at] ?? 0;
    if (byte === 0 && at % 2 === 1) zeros += 1;
    else if (byte >= 0x80) foreign += 1;
    else if (!isText(byte)) return undefined;
  }
  if (zeros >= 5) return "utf16";
  return zeros === 0 && foreign <= 4 ? "utf8" : undefined;
}

function decodeText(decode: Decode, text: string, from: number, end: number, form: "utf8" | "utf16"): string {
  const bytes = new Uint8Array(end - from);
  const length = decode(text, from, end, bytes);
  return new TextDecoder(form === "utf16" ? "utf-16le" : "utf-8").decode(bytes.subarray(0, length));
}

/** Where the encoding may begin: at the run's start, or behind a separator that is itself of the alphabet (`key/QWxh`). */
function* beginnings(text: string, start: number, end: number): Generator<number> {
  yield start;
  let offered = 1;
  for (let at = start; at < end - MIN_ENCODED_CHARS && offered < MAX_OFFSETS && at < start + 64; at += 1) {
    if (at < start + 3 || isIn(text, at, URL_EXTRA | BASE64_EXTRA)) {
      offered += 1;
      yield at + 1;
    }
  }
}

function open(text: string, start: number, end: number): EncodedRun | undefined {
  const hexStart = /^[\\0]?x/.test(text.slice(start, start + 2)) ? start + text.slice(start, start + 2).indexOf("x") + 1 : start;
  const hexEnd = runEnd(text, hexStart, HEX, end);
  if (hexEnd - hexStart >= 24) {
    const form = probeText(hexBytes, text, hexStart, hexEnd);
    if (form !== undefined) return { start: hexStart, end: hexEnd, decoded: decodeText(hexBytes, text, hexStart, hexEnd, form) };
  }
  if (hexEnd === end) return undefined;
  for (const from of beginnings(text, start, end)) {
    const form = probeText(base64Bytes, text, from, end);
    if (form !== undefined) return { start: from, end: runEnd(text, end, EQUALS, end + 2), decoded: decodeText(base64Bytes, text, from, end, form) };
  }
  return undefined;
}



/** Runs of hex or base64 that decode to text. Looks at one character in twenty until one of them lies in a run. */
export function* encodedRuns(text: string): Generator<EncodedRun> {
  let from = 0;
  for (let at = MIN_ENCODED_CHARS - 1; at < text.length; at += MIN_ENCODED_CHARS) {
    if ((classOf(text.charCodeAt(at)) & BASE64_RUN) === 0) continue;
    let start = runStart(text, at, BASE64_RUN, from);
    const end = runEnd(text, at, BASE64_RUN);
    // The letter of an escape before the run belongs to the escape.
    if (text.charCodeAt(start - 1) === 0x5c) start += text.charAt(start) === "u" ? 5 : text.charAt(start) === "x" ? 3 : 1;
    if (end - start >= MIN_ENCODED_CHARS) {
      const run = open(text, start, end);
      if (run !== undefined) yield run;
    }
    from = end;
    if (end > at) at = end - 1;
  }
}
