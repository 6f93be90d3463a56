import { MAX_NAME_CHARS } from "../limits.ts";
import { classOf, DIGIT, LETTER, LOWER, UPPER } from "../scan/characters.ts";
import {
  AUTHORIZATION_WORDS,
  COOKIE_WORDS,
  HARMLESS_KEY_QUALIFIERS,
  HARMLESS_TAILS,
  HARMLESS_TOKEN_QUALIFIERS,
  KEY_QUALIFIERS,
  PASSWORD_WORDS,
  TOKEN_WORDS,
  VAGUE_WORDS,
  WEAK_WORDS,
} from "./words.ts";

/**
 * What a name says of the value beside it: `password` values are secrets whatever they look like, `token` values unless
 * they read like a word, `weak` values if they are plainly generated, `vague` values only if they are generated and no
 * digest or identifier, `authorization` and `cookie` values have a syntax of their own, and a `harmless` name says nothing.
 */
export type NameStrength = "harmless" | "vague" | "weak" | "token" | "password" | "authorization" | "cookie";

/** Splits `dbPassword`, `DB_PASSWORD`, `x-api-key`, `APIKey` and `u0026token` into lower-case words. */
export function wordsOf(name: string): string[] {
  const words: string[] = [];
  let start = 0;
  const push = (end: number): void => {
    if (end > start) words.push(name.slice(start, end).toLowerCase());
  };
  let before = 0;
  for (let at = 0; at < name.length; at += 1) {
    const kind = classOf(name.charCodeAt(at)) & (DIGIT | LETTER);
    if (kind === 0) {
      push(at);
      start = at + 1;
    } else if (before !== 0 && kind !== before) {
      if (before === UPPER && kind === LOWER) {
        // `APIKey`: the last capital begins the next word.
        if (at - 1 > start) {
          push(at - 1);
          start = at - 1;
        }
      } else {
        push(at);
        start = at;
      }
    }
    before = kind;
  }
  push(name.length);
  return words;
}

const isNumber = (word: string): boolean => (classOf(word.charCodeAt(0)) & DIGIT) !== 0;

function strengthOfKey(before: string | undefined): NameStrength {
  if (before === undefined) return "vague";
  if (HARMLESS_KEY_QUALIFIERS.has(before) && !KEY_QUALIFIERS.has(before)) return "harmless";
  return KEY_QUALIFIERS.has(before) ? "token" : "weak";
}

function strengthOfWords(words: readonly string[]): NameStrength {
  const last = words.at(-1);
  const before = words.at(-2);
  if (last === undefined) return "harmless";
  const joined = before === undefined ? last : before + last;
  if (AUTHORIZATION_WORDS.has(last)) return "authorization";
  if (COOKIE_WORDS.has(last) || COOKIE_WORDS.has(joined)) return "cookie";
  if (HARMLESS_TAILS.has(last)) return "harmless";
  if (last === "public" || words.includes("public") || words.includes("publickey")) return "harmless";
  if (PASSWORD_WORDS.has(last) || PASSWORD_WORDS.has(joined)) return "password";
  if (last === "token" || last === "tokens")
    return before !== undefined && HARMLESS_TOKEN_QUALIFIERS.has(before) ? "harmless" : "token";
  if (TOKEN_WORDS.has(last) || TOKEN_WORDS.has(joined)) return "token";
  if (last === "key" || last === "keys") return strengthOfKey(before);
  if (last === "pass") return before === undefined ? "token" : "password";
  if (last === "phrase" && (before === "seed" || before === "recovery" || before === "pass" || before === "secret"))
    return "password";
  if (WEAK_WORDS.has(last)) return "weak";
  if (VAGUE_WORDS.has(last)) return "vague";
  // A trailing qualifier such as `SECRET_KEY_BASE`, `password1`, `token_v2`, `STRIPE_KEY_LIVE`, `API_TOKEN_PROD`.
  if (words.length > 1 && (isNumber(last) || TRAILING_QUALIFIERS.has(last))) return strengthOfWords(words.slice(0, -1));
  if (/.(?:password|passwd|passphrase|secret)s?$/.test(last)) return "password";
  if (/.(?:token|apikey|secretkey|accesskey|privatekey)s?$/.test(last)) return "token";
  // `secret_access_key_value` and the like: the strongest word anywhere decides, but weakly.
  for (const word of words) if (PASSWORD_WORDS.has(word) || TOKEN_WORDS.has(word)) return "weak";
  return "harmless";
}

const TRAILING_QUALIFIERS: ReadonlySet<string> = new Set(
  "base value val v live test prod production dev development staging stage old new current previous next primary secondary backup main default raw plain plaintext text string str b64 base64 hex encoded json pem ro rw readonly a b x arg opt data material bytes".split(
    " ",
  ),
);

/** Judges a name; see `NameStrength`. Only the end of a long name is read. */
export function classifyName(name: string): NameStrength {
  return strengthOfWords(wordsOf(name.length > MAX_NAME_CHARS ? name.slice(-MAX_NAME_CHARS) : name));
}
