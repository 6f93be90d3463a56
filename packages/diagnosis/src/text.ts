import { limits } from "@operator/contract";

/** The longest prefix of `text` that takes at most `maxBytes` in UTF-8 and ends between characters. */
export function clip(text: string, maxBytes: number): string {
  if (text.length * 3 <= maxBytes) return text;
  let bytes = 0;
  let end = 0;
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (bytes > maxBytes) return text.slice(0, end);
    end += char.length;
  }
  return text;
}

/**
 * A fragment that somebody else wrote, as it may stand inside a sentence of ours: on one line, in quotation marks, cut to
 * `MAX_QUOTE_CHARS`, and with its own quotation marks made harmless.
 */
export function quote(text: string): string {
  const flat = text
    .replace(/[\s\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/gu, " ")
    .trim();
  const short =
    flat.length > limits.MAX_QUOTE_CHARS ? `${flat.slice(0, limits.MAX_QUOTE_CHARS).toWellFormed()}…` : flat;
  return `"${short.replace(/"/g, "'")}"`;
}

/** A length of time in words: `950 ms`, `3.2 s`, `4 min 10 s`, `2 h 5 min`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  if (ms < 60_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.floor((ms % 60_000) / 1000)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
