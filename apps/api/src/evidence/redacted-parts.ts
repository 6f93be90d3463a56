import { limits } from "@operator/contract";
import { redactText } from "@operator/redaction";

/** What is looked at on each side of a cut. Longer than what a recogniser folds over several lines, such as a private key. */
const CONTEXT_CHARS = 16 * 1024;
/** Line ends that are tried before the part is made longer. */
const MAX_TRIES = 8;
/** Where no cut is safe, a part grows this many times before it is cut nevertheless. */
const MAX_GROWTH = 4;

/** True where both sides of a cut redact apart as they do together: no secret lies across it. */
function isSafeCut(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - CONTEXT_CHARS), at);
  const after = text.slice(at, at + CONTEXT_CHARS);
  return redactText(before + after) === redactText(before) + redactText(after);
}

/** A safe cut at or before a length: behind a line if one is near, else between any two characters. */
function safeCutBefore(text: string, length: number): number | undefined {
  let at = length;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    at = text.lastIndexOf("\n", at - 1) + 1;
    if (at <= length - CONTEXT_CHARS) break;
    if (isSafeCut(text, at)) return at;
    at -= 1;
  }
  // A text without lines.
  const between = betweenCharacters(text, length);
  return isSafeCut(text, between) ? between : undefined;
}

/** A place at or before another one that is not inside of a character. */
function betweenCharacters(text: string, at: number): number {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00 ? at - 1 : at;
}

/** Where the first part of a text ends; `undefined` while more of the text is needed to tell. */
function endOfPart(text: string, isEnd: boolean): number | undefined {
  for (let times = 1; times <= MAX_GROWTH; times++) {
    const length = times * limits.BLOB_PART_BYTES;
    if (text.length <= length + CONTEXT_CHARS) return isEnd ? text.length : undefined;
    const cut = safeCutBefore(text, length);
    if (cut !== undefined) return cut;
  }
  return betweenCharacters(text, limits.BLOB_PART_BYTES);
}

/**
 * Takes the secrets out of a text that is too long to be held whole: parts of about `BLOB_PART_BYTES` characters, each
 * redacted on its own, cut where no secret lies across. Together they are the redacted text.
 *
 * @param chunks the text, in pieces of any length
 */
export async function* redactedParts(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let text = "";
  for await (const chunk of chunks) {
    text += chunk;
    for (;;) {
      const end = endOfPart(text, false);
      if (end === undefined) break;
      yield redactText(text.slice(0, end));
      text = text.slice(end);
    }
  }
  while (text !== "") {
    const end = endOfPart(text, true) ?? text.length;
    yield redactText(text.slice(0, end));
    text = text.slice(end);
  }
}
