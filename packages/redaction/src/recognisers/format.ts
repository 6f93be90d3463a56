import {
  BASE32,
  BASE58,
  BASE64_EXTRA,
  BECH32,
  DIGIT,
  DOT,
  EQUALS,
  HEX_LOWER,
  HEX_UPPER,
  HYPHEN,
  LOWER,
  PERCENT,
  PHC_EXTRA,
  TILDE,
  UPPER,
  URL_EXTRA,
  WORD,
} from "../scan/characters.ts";

// Notation for token formats: literal text with runs in angle brackets.
//
//   <base62:36>     at least 36 characters; a longer run is taken whole, since vendors lengthen their tokens
//   <base62:22-60>  between 22 and 60, then something outside the alphabet or the next part
//   <hex:32!>       exactly 32, and no alphanumeric may follow
//
// Example: `"ghp_<base62:36>"`.

const ALPHABETS = {
  digits: DIGIT,
  lower: LOWER,
  upper: UPPER,
  letters: LOWER | UPPER,
  hex: HEX_LOWER,
  HEX: HEX_UPPER,
  anyhex: HEX_LOWER | HEX_UPPER,
  base32: BASE32,
  base36: LOWER | DIGIT,
  BASE36: UPPER | DIGIT,
  base58: BASE58,
  base62: WORD,
  base64: WORD | BASE64_EXTRA | EQUALS,
  base64url: WORD | URL_EXTRA,
  dotted: WORD | URL_EXTRA | DOT,
  padded: WORD | URL_EXTRA | DOT | EQUALS,
  bech32: BECH32,
  tenant: LOWER | DIGIT | HYPHEN,
  entra: WORD | URL_EXTRA | DOT | TILDE,
  percented: WORD | PERCENT,
  crypt: WORD | DOT | BASE64_EXTRA,
  phc: WORD | DOT | BASE64_EXTRA | EQUALS | PHC_EXTRA,
} as const;

export type AlphabetName = keyof typeof ALPHABETS;

export type FormatPart =
  | { kind: "literal"; text: string }
  | { kind: "run"; alphabet: AlphabetName; classes: number; min: number; max: number; exact: boolean };

const RUN = /<([A-Za-z0-9]+):(\d+)(?:-(\d+))?(!?)>/g;

function isAlphabet(name: string): name is AlphabetName {
  return Object.hasOwn(ALPHABETS, name);
}

/** Reads the notation above; refuses an unknown alphabet at once, since a format with a typing error protects nothing. */
export function parseFormat(format: string): FormatPart[] {
  const parts: FormatPart[] = [];
  let from = 0;
  for (const match of format.matchAll(RUN)) {
    const [whole, alphabet = "", min = "", max, exact] = match;
    if (!isAlphabet(alphabet)) throw new Error(`format ${format} names the unknown alphabet ${alphabet}`);
    if (match.index > from) parts.push({ kind: "literal", text: format.slice(from, match.index) });
    const least = Number(min);
    const most = max === undefined ? (exact ? least : Number.POSITIVE_INFINITY) : Number(max);
    parts.push({ kind: "run", alphabet, classes: ALPHABETS[alphabet], min: least, max: most, exact: exact === "!" });
    from = match.index + whole.length;
  }
  if (from < format.length) parts.push({ kind: "literal", text: format.slice(from) });
  return parts;
}

/** The literal part that is searched for: the longest one, the first among equals. */
export function anchorOf(parts: readonly FormatPart[]): { text: string; index: number } {
  let best = { text: "", index: -1 };
  parts.forEach((part, index) => {
    if (part.kind === "literal" && part.text.length > best.text.length) best = { text: part.text, index };
  });
  if (best.text.length < 3) throw new Error("a format needs a literal of three characters to be found by");
  return best;
}
