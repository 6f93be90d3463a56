import { HEX_LOWER, HEX_UPPER, isIn } from "../scan/characters.ts";

const HEX = HEX_LOWER | HEX_UPPER;
/** Two digits and what parts them from the next two. */
const STEP = 3;
/** Bytes below which nothing is worth decoding: an address of a network card has 6, an MD5 fingerprint 16. */
const MIN_BYTES = 18;

/** A colon, a blank, a hyphen or a comma. */
function isSeparator(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x3a || code === 0x20 || code === 0x2d || code === 0x2c;
}

function isByte(text: string, at: number): boolean {
  return isIn(text, at, HEX) && isIn(text, at + 1, HEX);
}

/** Whether a byte stands at `at` with the separator behind it. */
function continues(text: string, at: number, separator: string): boolean {
  return text.charAt(at + 2) === separator && isByte(text, at);
}

export type SpacedRun = { start: number; end: number; hex: string };

/**
 * The next row of bytes written apart (`67:68:70`, `67 68 70`) at or after `from`. Looks at one place in fifty: a row that is
 * long enough lies across it.
 */
export function nextSpacedRun(text: string, from: number): SpacedRun | undefined {
  const stride = (MIN_BYTES - 2) * STEP;
  for (let probe = from + stride + 1; probe < text.length; probe += stride) {
    // One of three neighbours is a separator.
    const sign = isSeparator(text, probe) ? probe : isSeparator(text, probe - 1) ? probe - 1 : probe - 2;
    if (!isSeparator(text, sign) || !isByte(text, sign - 2)) continue;
    const separator = text.charAt(sign);
    let start = sign - 2;
    while (start - STEP >= from && continues(text, start - STEP, separator)) start -= STEP;
    let end = sign - 2;
    while (continues(text, end, separator)) end += STEP;
    // The last byte has no separator behind it.
    end = isByte(text, end) ? end + 2 : end - 1;
    if (end - start >= MIN_BYTES * STEP - 1)
      return { start, end, hex: text.slice(start, end).split(separator).join("") };
  }
  return undefined;
}
