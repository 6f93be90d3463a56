const MAX_ESCAPES = 31;
const BACKSLASH = 0x5c;

export const isQuote = (code: number): boolean => code === 0x22 || code === 0x27 || code === 0x60;

/** A quotation mark, the backslashes before it that nested encodings add, and where what it encloses begins. */
export type Quote = { code: number; escapes: number; end: number };

/** The quote that starts at `at` with its backslashes. */
export function quoteAt(text: string, at: number): Quote | undefined {
  let end = at;
  while (end - at < MAX_ESCAPES && text.charCodeAt(end) === BACKSLASH) end += 1;
  const code = text.charCodeAt(end);
  return isQuote(code) ? { code, escapes: end - at, end: end + 1 } : undefined;
}
