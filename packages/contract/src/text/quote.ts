import { MAX_QUOTE_CHARS } from "../limits.ts";
import { clip } from "./clip.ts";

/**
 * Everything that a reader does not see and a program does: white space, control and format characters (bidirectional marks,
 * zero widths, tags), half surrogates, private use, and letters that show as nothing.
 */
const UNSEEN = /[\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]+/gu;

const QUOTATION_MARKS = /["\u201c-\u201f\u00ab\u00bb\u301d-\u301f\uff02]/g;

/** Text of somebody else on one line, without what cannot be seen. */
export function singleLine(text: string): string {
  return text.replace(UNSEEN, " ").trim();
}

/**
 * Text of somebody else as it may stand inside a sentence of ours: on one line, in quotation marks that it cannot end, and
 * bounded.
 */
export function quote(text: string, maxChars: number = MAX_QUOTE_CHARS): string {
  const flat = singleLine(text).replace(QUOTATION_MARKS, "'");
  const short = clip(flat, maxChars);
  return `"${short}${short.length < flat.length ? "…" : ""}"`;
}
