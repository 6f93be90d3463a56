import { classifyName, type NameStrength } from "../names/classify-name.ts";
import { REDACTED } from "../replacement.ts";
import { composition, isRandom, looksRandom } from "./randomness.ts";

/**
 * How a value stands beside its name: `fixed` when its borders are certain (quoted, or a value of its own),
 * `assigned` after `=`, `listed` after `:` in running text, and `spoken` when only blanks or "is" lie between.
 */
export type Standing = "fixed" | "assigned" | "listed" | "spoken";

/** Said of secrets instead of secrets. */
const STATUS_WORDS: ReadonlySet<string> = new Set(
  `null none nil true false undefined void yes no on off empty unset set missing required optional invalid valid incorrect correct wrong expired expires
  mismatch denied accepted rejected revoked rotated ok okay failed failure success present absent unknown hidden masked redacted removed omitted filtered
  scrubbed sanitized string str text number integer boolean bool object any bytes must should cannot can is are was were not the a an and or to of in for
  from with by has have needs need using used will does do please see enter use default required) unavailable unsupported disabled enabled found
  authentication authorization auth token tokens header headers scheme error key keys password passwords secret secrets credential credentials
  changed reset updated created deleted sent received ignored skipped loaded injected leased bound unbound unauthorized forbidden insufficient malformed inherit
  public via option flag argument interactively uint8array buffer arraybuffer cryptokey string! id! int! weak short field`.split(
    /\s+/,
  ),
);

const MAX_STATUS_CHARS = Math.max(...[...STATUS_WORDS].map((word) => word.length));

const PLACEHOLDER =
  /^(?:[*•x.\-_#?]{3,}|<[^<>]*>|\$\{.*|\$\(.*|\{\{.*|%\(?[a-z_]*\)?[sdvq]|\$[A-Za-z_]+|\{[A-Za-z_.]*\}|%[A-Z_]+%|\[[a-z ]+\]|(?:your|my|some|insert|example|dummy|fake|sample|placeholder|replace)(?:[-_ ][a-z]+){1,4}|change[-_]?(?:me|this)|placeholder|example)$/i;
const CODE_REFERENCE = /^[A-Za-z_]+(?:(?:\.|::|->)[A-Za-z_]+)+$/;
const REFERENCE =
  /^(?:os\.environ|os\.getenv|process\.env|env\.|vault:|secret:\/\/|secrets?manager|op:\/\/|arn:|ref\+|file:|(?:hmac-)?sha\d{1,3}:[0-9a-f]{40})/i;
const PATH = /^(?:~|\.{1,2})?\/[a-z]{2,}[\w.-]*(?:\/|$)/;
const SENTENCE =
  /\b(?:must|should|cannot|can't|is|are|was|not|invalid|missing|required|expired|incorrect|characters|match|least|please|failed|does|has|been|for|with|the|from)\b/i;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HEX_OR_UUID = /^(?:(?:0x)?[0-9a-fA-F]+|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$/;
/** Words and whole numbers joined by separators: names, versions, regions. */
const WORDY = /^(?:[A-Za-z]+|[0-9]{1,4}|v[0-9]{1,3})(?:[-_./: @][A-Za-z]+|[-_./: @][0-9]{1,4}|[-_./: @]v[0-9]{1,3})*$/;
/** Names of algorithms and versions that end in a number. */
const NUMBERED_WORD =
  /^(?:sha|md|utf|base|bcrypt|argon|v|version|python|node|http|oauth|ipv|rfc|line|step|error|code|attempt|http\/|tls|hs|rs|es|s|ec|row|col|page|part|level|phase|test|user|case|item|no|nr)[-_]?[0-9.]+[a-z]?$/i;
const DATE_OR_NUMBER = /^[-+]?(?:[0-9][0-9.,_:TZ/+-]*|[0-9]+(?:ms|s|m|h|d|kb|mb|gb|k|%))$/i;

/** A part between slashes that no folder is called: long, and of capitals, small letters and digits at once. */
function isScrambled(part: string): boolean {
  return part.length >= 20 && /[A-Z]/.test(part) && /[a-z]/.test(part) && /[0-9]/.test(part);
}

/** A path of a file, as opposed to Base64 that happens to begin with a slash. */
function isPath(value: string): boolean {
  return (
    "~./".includes(value.charAt(0)) && PATH.test(value) && !/[+=]/.test(value) && !value.split("/").some(isScrambled)
  );
}

/** Placeholders of tokens that people take for passwords: `changeme`, `my-secret-pw`. */
const CARELESS = /^(?:my[-_][a-z]+(?:[-_][a-z]+){0,3}|change[-_]?(?:me|this))$/i;

/** Whether a value says that there is no secret here, or names the place where it is kept. */
export function isPlaceholder(value: string, isPassword = false): boolean {
  return (
    value === "" ||
    (value.length <= MAX_STATUS_CHARS && STATUS_WORDS.has(value.toLowerCase())) ||
    (PLACEHOLDER.test(value) && !(isPassword && CARELESS.test(value))) ||
    REFERENCE.test(value) ||
    isPath(value)
  );
}

function isTokenValue(value: string, standing: Standing): boolean {
  if (DATE_OR_NUMBER.test(value)) return false;
  const made = composition(value, 0, value.length);
  if (made.spaces > 0) return false;
  // "token 8ddb551e-892c-... expired" names the token by its identifier.
  if (standing === "spoken" && UUID.test(value)) return false;
  if (standing === "spoken")
    return (
      value.length >= 8 &&
      (isRandom(value, 0, value.length, made) || (made.changes >= 3 && made.digits >= 2 && !WORDY.test(value)))
    );
  if (WORDY.test(value))
    return isRandom(value, 0, value.length, made) || (value.length >= 20 && made.longestWord >= 16 && made.other === 0);
  if (value.length < 6) return false;
  return made.digits > 0 || made.changes > 1 || made.other > 1 || value.length >= 16;
}

function isPasswordValue(value: string, standing: Standing): boolean {
  const made = composition(value, 0, value.length);
  if (made.spaces > 0 && SENTENCE.test(value)) return false;
  if (standing === "spoken") {
    if (isRandom(value, 0, value.length, made)) return true;
    return (
      value.length >= 6 &&
      made.spaces === 0 &&
      made.digits + made.other > 0 &&
      made.lower + made.upper > 0 &&
      !WORDY.test(value) &&
      !NUMBERED_WORD.test(value)
    );
  }
  return standing === "fixed" || standing === "assigned" || value.length >= 3;
}

/** Small letters that are no vowels, a bit each from `a`. */
const CONSONANTS = [..."bcdfghjklmnpqrstvwxz"].reduce((bits, letter) => bits | (1 << (letter.charCodeAt(0) - 0x61)), 0);
const LONG_CLUSTER = 7;

/** What random characters have at the least, a digit, a capital or a long cluster, found faster than they are counted. */
function mayBeRandom(value: string): boolean {
  let cluster = 0;
  for (let i = 0; i < value.length; i += 1) {
    const code = value.charCodeAt(i);
    if ((code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a)) return true;
    cluster = code >= 0x61 && code <= 0x7a && (CONSONANTS >> (code - 0x61)) & 1 ? cluster + 1 : 0;
    if (cluster === LONG_CLUSTER) return true;
  }
  return false;
}

function isLikely(value: string, strength: NameStrength, standing: Standing): boolean {
  switch (strength) {
    case "harmless":
      return false;
    case "password":
      return isPasswordValue(value, standing);
    case "token":
    case "authorization":
    case "cookie":
      return isTokenValue(value, standing);
    case "weak":
      return value.length >= 12 && mayBeRandom(value) && isTokenValue(value, "spoken") && !/:\/\/|\w=\w/.test(value);
    case "vague":
      return (
        value.length >= 20 &&
        /[A-Z]/.test(value) &&
        /[a-z]/.test(value) &&
        !/[/:.]/.test(value) &&
        !HEX_OR_UUID.test(value) &&
        looksRandom(value, 0, value.length)
      );
  }
}

/** Code that computes or passes on a value: `self.password`, `token = refresh_token`. */
function isCode(value: string, standing: Standing): boolean {
  if (standing === "fixed") return false;
  return (
    CODE_REFERENCE.test(value) ||
    (standing === "assigned" && /^[A-Za-z_]+$/.test(value) && classifyName(value) !== "harmless")
  );
}

/** Whether the value beside a name of this strength is a secret. The value's text decides as much as the name. */
export function isSecretValue(value: string, strength: NameStrength, standing: Standing): boolean {
  return (
    isLikely(value, strength, standing) &&
    !value.startsWith(REDACTED) &&
    !isPlaceholder(value, strength === "password") &&
    !isCode(value, standing)
  );
}
