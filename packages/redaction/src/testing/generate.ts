import { type AlphabetName, parseFormat } from "../recognisers/format.ts";
import { BASE62, BASE64, BASE64URL, DIGITS, HEX, LOWERCASE, type Random, UPPERCASE } from "./random.ts";

const CHARACTERS: Readonly<Record<AlphabetName, string>> = {
  digits: DIGITS,
  lower: LOWERCASE,
  upper: UPPERCASE,
  letters: LOWERCASE + UPPERCASE,
  hex: HEX,
  HEX: HEX.toUpperCase(),
  anyhex: HEX,
  base32: `${UPPERCASE}234567`,
  base36: LOWERCASE + DIGITS,
  BASE36: UPPERCASE + DIGITS,
  base58: "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
  base62: BASE62,
  base64: BASE64,
  base64url: BASE64URL,
  dotted: BASE64URL,
  padded: BASE64URL,
  bech32: "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
  tenant: LOWERCASE + DIGITS,
  entra: `${BASE62}-_.~`,
  percented: BASE62,
  crypt: `${BASE62}./`,
  phc: `${BASE62}/$`,
};

/** A secret in the notation of `recognisers/format.ts`. An open run gets its least length; one with bounds any length between. */
export function generate(format: string, random: Random): string {
  return parseFormat(format)
    .map((part) => {
      if (part.kind === "literal") return part.text;
      const most = Number.isFinite(part.max) ? Math.min(part.max, part.min + 40) : part.min;
      return random.characters(CHARACTERS[part.alphabet], random.between(Math.max(part.min, 1), Math.max(most, 1)));
    })
    .join("");
}
