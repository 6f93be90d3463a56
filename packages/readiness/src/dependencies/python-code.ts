/** A string prefix of Python, such as `rb` or `f`. */
const PREFIX = /^(?:[rbu]|rb|br|f|fr|rf|t|tr|rt)$/i;

/** Deeper nesting of f-strings is taken as text. */
const MAX_NESTING = 10;

/** Where a string ends that starts with a quote at a place; a string of one line ends with the line at the latest. */
function endOfString(text: string, start: number, isRaw: boolean, isFormatted: boolean, nesting: number): number {
  const sign = text[start] ?? "";
  const quote = text.startsWith(sign.repeat(3), start) ? sign.repeat(3) : sign;
  let at = start + quote.length;
  let depth = 0;
  while (at < text.length) {
    const char = text[at];
    if (char === "\\") {
      // Also in a raw string a backslash keeps the quote after it from ending the string.
      at += 2;
      continue;
    }
    if (depth > 0 && (char === '"' || char === "'") && nesting < MAX_NESTING && !endsOuter(text, at, quote)) {
      at = endOfString(text, at, isRaw, false, nesting + 1);
      continue;
    }
    if (text.startsWith(quote, at)) return at + quote.length;
    if (char === "\n" && quote.length === 1) return at;
    if (isFormatted && char === "{") {
      if (depth === 0 && text[at + 1] === "{") at += 1;
      else depth += 1;
    } else if (isFormatted && char === "}" && depth > 0) depth -= 1;
    at += 1;
  }
  return text.length;
}

/** Three quotes end an f-string of three quotes also inside a field that was never closed. */
function endsOuter(text: string, at: number, quote: string): boolean {
  return quote.length === 3 && text.startsWith(quote, at);
}

function isWordChar(char: string | undefined): boolean {
  return char !== undefined && /[\p{L}\p{N}_]/u.test(char);
}

/**
 * Python source with the insides of its strings and its comments as spaces. Lines and columns stay, so that places in the
 * result are places in the source.
 */
export function pythonCode(source: string): string {
  const pieces: string[] = [];
  let copied = 0;
  let at = 0;
  let wordStart = -1;
  const blank = (from: number, to: number) => {
    pieces.push(source.slice(copied, from), source.slice(from, to).replace(/[^\r\n]/g, " "));
    copied = to;
    at = to;
    wordStart = -1;
  };
  while (at < source.length) {
    const char = source[at];
    if (char === "#") {
      const end = source.slice(at).search(/[\r\n]/);
      blank(at, end < 0 ? source.length : at + end);
    } else if (char === '"' || char === "'") {
      const prefix = wordStart < 0 || at - wordStart > 2 ? "" : source.slice(wordStart, at);
      const isPrefix = PREFIX.test(prefix);
      const isFormatted = isPrefix && /[ft]/i.test(prefix);
      const end = endOfString(source, at, isPrefix && /r/i.test(prefix), isFormatted, 0);
      blank(at, end);
    } else {
      if (!isWordChar(char)) wordStart = -1;
      else if (wordStart < 0) wordStart = at;
      at += 1;
    }
  }
  pieces.push(source.slice(copied));
  return pieces.join("");
}
