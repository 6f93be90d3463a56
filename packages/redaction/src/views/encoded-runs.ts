import { MIN_ENCODED_CHARS } from "../limits.ts";
import { bareToken } from "../recognisers/bare-tokens.ts";
import {
  BASE64_EXTRA,
  BASE64_RUN,
  EQUALS,
  HEX_LOWER,
  HEX_UPPER,
  isIn,
  runEnd,
  runStart,
  URL_EXTRA,
} from "../scan/characters.ts";
import type { Work } from "../scan/work.ts";

/** A run of base64 or hex with the text that it encodes, or a token without a prefix with its rule. */
export type EncodedRun = { start: number; end: number; decoded: string; rule?: string };

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

const isText = (byte: number): boolean =>
  (byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13 || byte === 27;

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

/** Whether the bytes read as text: UTF-8, or ASCII in UTF-16 as PowerShell encodes its commands. */
function probeText(
  byteAt: (text: string, at: number, index: number) => number,
  text: string,
  from: number,
  end: number,
  bytes: number,
): "utf8" | "utf16" | undefined {
  if (bytes < PROBE_BYTES || from >= end) return undefined;
  let owed = 0;
  let zeros = 0;
  for (let index = 0; index < PROBE_BYTES; index += 1) {
    const byte = byteAt(text, from, index);
    if (byte === 0 && index % 2 === 1) zeros += 1;
    else if (byte >= 0x80 && byte < 0xc0) {
      // A byte that goes on with a character that none has begun: digests and identifiers end here.
      if (owed === 0) return undefined;
      owed -= 1;
    } else if (owed > 0) return undefined;
    else if (byte >= 0xc2 && byte < 0xf5) owed = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    else if (!isText(byte)) return undefined;
  }
  if (zeros >= 5) return "utf16";
  return zeros === 0 ? "utf8" : undefined;
}

const hexByteAt = (text: string, from: number, index: number): number =>
  ((SIXTEEN[text.charCodeAt(from + 2 * index)] ?? 0) << 4) | (SIXTEEN[text.charCodeAt(from + 2 * index + 1)] ?? 0);

/** Byte `index` of the base64 text at `from`: bits 8 * index to 8 * index + 7 of its six-bit digits. */
const base64ByteAt = (text: string, from: number, index: number): number => {
  const bit = index * 8;
  const at = from + Math.floor(bit / 6);
  const pair = ((SIXTY_FOUR[text.charCodeAt(at)] ?? 0) << 6) | (SIXTY_FOUR[text.charCodeAt(at + 1)] ?? 0);
  return (pair >> (4 - (bit % 6))) & 0xff;
};

function decodeText(decode: Decode, text: string, from: number, end: number, form: "utf8" | "utf16"): string {
  const bytes = new Uint8Array(end - from);
  const length = decode(text, from, end, bytes);
  return new TextDecoder(form === "utf16" ? "utf-16le" : "utf-8").decode(bytes.subarray(0, length));
}

/** Where the encoding may begin next: close to the run's start, or behind a separator that is itself of the alphabet (`key/QWxh`). */
function nextBeginning(text: string, start: number, after: number, end: number): number {
  for (let at = after; at < end - MIN_ENCODED_CHARS && at < start + 64; at += 1) {
    if (at < start + 3 || isIn(text, at, URL_EXTRA | BASE64_EXTRA)) return at + 1;
  }
  return end;
}

/** The text that a row of hex digits stands for, if it is text. */
export function textOfHex(digits: string): string | undefined {
  return openHex(digits, 0, digits.length)?.decoded;
}

function openHex(text: string, start: number, end: number): EncodedRun | undefined {
  const form = probeText(hexByteAt, text, start, end, (end - start) >> 1);
  if (form === undefined) return undefined;
  const hexEnd = runEnd(text, start, HEX, end);
  return hexEnd - start < 2 * PROBE_BYTES
    ? undefined
    : { start, end: hexEnd, decoded: decodeText(hexBytes, text, start, hexEnd, form) };
}

function open(text: string, start: number, end: number): EncodedRun | undefined {
  const hexStart = text.charAt(start + 1) === "x" ? start + 2 : text.charAt(start) === "x" ? start + 1 : start;
  // Only hex starts with so many hex digits; read as base64 it is never text.
  if (runEnd(text, hexStart, HEX, hexStart + MIN_ENCODED_CHARS) - hexStart >= MIN_ENCODED_CHARS)
    return openHex(text, hexStart, end);
  for (
    let from = start, tried = 0;
    from < end && tried < MAX_OFFSETS;
    from = nextBeginning(text, start, from, end), tried += 1
  ) {
    const form = probeText(base64ByteAt, text, from, end, ((end - from) * 6) >> 3);
    if (form !== undefined)
      return {
        start: from,
        end: runEnd(text, end, EQUALS, end + 2),
        decoded: decodeText(base64Bytes, text, from, end, form),
      };
  }
  return undefined;
}

/** How much of a run belongs to the escape before it: the digits of `\u0022` and `\x22`, the letter of `\n`, and of `\x` before bytes of PostgreSQL. */
function escapeLength(text: string, start: number): number {
  const letter = text.charAt(start);
  if (letter === "u") return 5;
  return letter === "x" && runEnd(text, start + 1, HEX, start + 8) < start + 8 ? 3 : 1;
}

/** Units of work that a run costs which turns out to be no text. */
const TRYING_A_RUN = 90;

/**
 * The next run of hex or base64 at or after `from` that decodes to text, or is a token by its checksum. Looks at one character in twenty-two until one of
 * them lies in a run; digests are passed by after a few bytes.
 */
export function nextEncodedRun(text: string, from: number, work?: Work): EncodedRun | undefined {
  let known = from;
  for (let at = from + MIN_ENCODED_CHARS - 1; at < text.length; at += MIN_ENCODED_CHARS) {
    // Prose has a blank at one of three places more often than not.
    if (!isIn(text, at, BASE64_RUN) || !isIn(text, at - 6, BASE64_RUN) || !isIn(text, at - 13, BASE64_RUN)) {
      if (!isIn(text, at + 7, BASE64_RUN) || !isIn(text, at, BASE64_RUN)) continue;
    }
    let start = runStart(text, at, BASE64_RUN, known);
    const end = runEnd(text, at, BASE64_RUN);
    // The letter of an escape before the run belongs to the escape.
    if (text.charCodeAt(start - 1) === 0x5c) start += escapeLength(text, start);
    if (end - start >= MIN_ENCODED_CHARS) {
      work?.spend(TRYING_A_RUN);
      const bare = bareToken(text, start, end);
      if (bare !== undefined) return { start: bare.start, end, decoded: "", rule: bare.rule };
      const run = open(text, start, end);
      if (run !== undefined) return run;
    }
    known = end;
    if (end > at) at = end - 1;
  }
  return undefined;
}
