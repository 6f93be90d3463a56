import { BASE32, BASE58, isIn, runEnd, WORD } from "../scan/characters.ts";
import { looksRandom } from "../values/randomness.ts";
import { endsInCrc16, endsInCrc32 } from "./checksums.ts";

/** A token without a prefix that could be searched for. Its length, and a checksum where there is one, must tell it from evidence. */
type BareToken = {
  rule: string;
  source: string;
  lengths: readonly number[];
  classes: number;
  begins: RegExp;
  holds: (text: string) => boolean;
};

const BARE_TOKENS: readonly BareToken[] = [
  {
    rule: "checksummed-token",
    source: "github.blog 2021-04-05 and 2021-09-23: the last six characters of GitHub's and npm's tokens are a CRC-32",
    lengths: [36],
    classes: WORD,
    begins: /^/,
    holds: endsInCrc32,
  },
  {
    rule: "stellar-seed",
    source: "SEP 23: strkey of an Ed25519 seed",
    lengths: [56],
    classes: BASE32,
    begins: /^S[A-D]/,
    holds: endsInCrc16,
  },
  {
    rule: "wif-key",
    source: "Bitcoin wiki: wallet import format",
    lengths: [51, 52],
    classes: BASE58,
    begins: /^(?:5[HJK].{49}$|[KL].{51}$)/,
    holds: (text) => looksRandom(text, 0, text.length),
  },
];

/** The token that a long run ends in, behind a path or a name of the same alphabet. */
export function bareToken(text: string, runFrom: number, end: number): { start: number; rule: string } | undefined {
  for (const { rule, lengths, classes, begins, holds } of BARE_TOKENS) {
    for (const length of lengths) {
      const start = end - length;
      if (start < runFrom || isIn(text, start - 1, WORD) || runEnd(text, start, classes, end) < end) continue;
      const written = text.slice(start, end);
      if (begins.test(written) && holds(written)) return { start, rule };
    }
  }
  return undefined;
}
