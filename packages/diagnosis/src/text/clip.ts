/**
 * The bytes that a character takes inside a JSON string, as `JSON.stringify` writes it in UTF-8. Control characters and
 * lone surrogates become six bytes, so that a bound on the raw text would not bound the state.
 */
function jsonBytes(point: number): number {
  if (point === 0x22 || point === 0x5c) return 2;
  if (point < 0x20) return point >= 0x08 && point <= 0x0d && point !== 0x0b ? 2 : 6;
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  if (point >= 0xd800 && point <= 0xdfff) return 6;
  return point < 0x10000 ? 3 : 4;
}

/** The bytes that a text takes as a JSON string, quotation marks included. */
export function jsonLength(text: string): number {
  let bytes = 2;
  for (const char of text) bytes += jsonBytes(char.codePointAt(0) ?? 0);
  return bytes;
}

/** The longest prefix of `text` that takes at most `maxBytes` inside a JSON string and ends between characters. */
export function clip(text: string, maxBytes: number): string {
  if (text.length * 6 <= maxBytes) return text;
  let bytes = 0;
  let end = 0;
  for (const char of text) {
    bytes += jsonBytes(char.codePointAt(0) ?? 0);
    if (bytes > maxBytes) return text.slice(0, end);
    end += char.length;
  }
  return text;
}
