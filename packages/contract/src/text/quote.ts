import { MAX_QUOTE_CHARS } from "../limits.ts";

/** White space, control characters, and the invisible ones that reorder or hide text on a screen. */
const UNSEEN = /[\s\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/gu;

/**
 * A fragment that somebody else wrote, as it may stand inside a sentence of ours: on one line, in quotation marks, cut to
 * `MAX_QUOTE_CHARS`, and with its own quotation marks made harmless.
 */
export function quote(text: string): string {
  const flat = text.replace(UNSEEN, " ").trim();
  const short = flat.length > MAX_QUOTE_CHARS ? `${flat.slice(0, MAX_QUOTE_CHARS).toWellFormed()}…` : flat;
  return `"${short.replace(/"/g, "'")}"`;
}
