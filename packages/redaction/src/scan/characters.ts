// Character classes as one table of bits: a lookup per character instead of a regular expression per question.

export const DIGIT = 1;
export const LOWER = 2;
export const UPPER = 4;
export const HEX_LOWER = 8;
export const HEX_UPPER = 16;
export const BASE64_EXTRA = 32; // + /
export const URL_EXTRA = 64; // - _
export const SPACE = 128; // blank and tab
export const LINE_BREAK = 256;
export const BASE32 = 512; // A-Z 2-7
export const BASE58 = 1024; // no 0 O I l
const NAME_EXTRA = 2048; // _ - . $ inside identifiers
export const VALUE_END = 4096; // what ends an unquoted value
export const BECH32 = 8192; // RFC-like alphabet of BIP 173, either case
export const DOT = 16_384;
export const EQUALS = 32_768;
export const HYPHEN = 65_536;
export const TILDE = 131_072;
export const PERCENT = 262_144;
export const PHC_EXTRA = 524_288; // $ , = of the PHC string format

export const LETTER = LOWER | UPPER;
export const WORD = DIGIT | LETTER;
export const BASE64_RUN = WORD | BASE64_EXTRA | URL_EXTRA;
export const NAME = WORD | NAME_EXTRA;

const TABLE = new Uint32Array(128);
const set = (characters: string, bits: number): void => {
  for (let i = 0; i < characters.length; i += 1) {
    const code = characters.charCodeAt(i);
    TABLE[code] = (TABLE[code] ?? 0) | bits;
  }
};
const LOWERCASE = "abcdefghijklmnopqrstuvwxyz";
const UPPERCASE = LOWERCASE.toUpperCase();
set("0123456789", DIGIT | HEX_LOWER | HEX_UPPER);
set(LOWERCASE, LOWER);
set(UPPERCASE, UPPER);
set("abcdef", HEX_LOWER);
set("ABCDEF", HEX_UPPER);
set("+/", BASE64_EXTRA);
set("-_", URL_EXTRA);
set(" \t", SPACE);
set("\n\r", LINE_BREAK);
set(`${UPPERCASE}234567`, BASE32);
set("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", BASE58);
set("_-.$", NAME_EXTRA);
set(" \t\n\r\"'`<>(){}[],;&|", VALUE_END);
set("qpzry9x8gf2tvdw0s3jn54khce6mua7lQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", BECH32);
set(".", DOT);
set("=", EQUALS);
set("-", HYPHEN);
set("~", TILDE);
set("%", PERCENT);
set("$,", PHC_EXTRA);

/** The class bits of a character code; none for anything outside ASCII, and none past the end of a text (NaN). */
export function classOf(code: number): number {
  return code < 128 ? (TABLE[code] ?? 0) : 0;
}

/** Whether the character at `at` belongs to one of the classes; false outside the text. */
export function isIn(text: string, at: number, classes: number): boolean {
  return (classOf(text.charCodeAt(at)) & classes) !== 0;
}

/** The end of the run of characters of these classes that starts at `from`, looking no further than `limit`. */
export function runEnd(text: string, from: number, classes: number, limit: number = text.length): number {
  let at = from;
  while (at < limit && (classOf(text.charCodeAt(at)) & classes) !== 0) at += 1;
  return at;
}

/** The start of the run of characters of these classes that ends just before `end`, looking back no further than `limit`. */
export function runStart(text: string, end: number, classes: number, limit: number): number {
  let at = end;
  while (at > limit && (classOf(text.charCodeAt(at - 1)) & classes) !== 0) at -= 1;
  return at;
}

/**
 * Whether a token may begin at `at`: nothing alphanumeric stands before it, or what stands before it is the letter
 * of an escape such as `\n`, the digits of `\u0022`, or the digits of `%3D`.
 */
export function beginsWord(text: string, at: number): boolean {
  if (!isIn(text, at - 1, WORD)) return true;
  return (
    text.charCodeAt(at - 2) === 0x5c ||
    text.charCodeAt(at - 3) === 0x25 ||
    (text.charCodeAt(at - 6) === 0x5c && text.charCodeAt(at - 5) === 0x75)
  );
}
