import { describe, expect, it } from "vitest";
import { redactText } from "../redact-text.ts";
import { BASE62, HEX, Random, UPPERCASE } from "../testing/random.ts";
import { endsInCrc16, endsInCrc32 } from "./checksums.ts";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const R = "[REDACTED]";
const random = new Random(23);

/** By the definition: the remainder of a division of polynomials, bits of each byte in reverse. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const character of text) {
    for (let bit = 0; bit < 8; bit += 1) {
      const odd = (crc ^ (character.charCodeAt(0) >> bit)) & 1;
      crc = (crc >>> 1) ^ (odd === 1 ? 0xedb88320 : 0);
    }
  }
  return ~crc >>> 0;
}

/** The body of a token as GitHub describes it: 30 characters and their CRC-32 in base62. */
function body(): string {
  const entropy = random.characters(BASE62, 30);
  let checksum = "";
  for (let rest = crc32(entropy); checksum.length < 6; rest = Math.floor(rest / 62))
    checksum = DIGITS.charAt(rest % 62) + checksum;
  return entropy + checksum;
}

function mistyped(token: string): string {
  return token.slice(0, 10) + (token.charAt(10) === "x" ? "y" : "x") + token.slice(11);
}

describe("a token's checksum", () => {
  it("lets it be found without its prefix", () => {
    for (let round = 0; round < 40; round += 1) {
      const token = body();
      expect(redactText(`pushed with ${token} again`)).toBe(`pushed with ${R} again`);
      expect(redactText(`/home/bob/${token}`)).toBe(`/home/bob/${R}`);
    }
  });

  it("keeps 36 characters that do not end in it", () => {
    for (let round = 0; round < 40; round += 1) {
      const text = `request ${mistyped(body())} took 12 ms`;
      expect(redactText(text)).toBe(text);
    }
  });

  it("is not asked for under a full prefix: a mistyped token is still most of a token", () => {
    for (const prefix of ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "npm_"]) {
      expect(redactText(prefix + body())).toBe(R);
      expect(redactText(prefix + mistyped(body()))).toBe(R);
    }
  });

  it("does not exist in old tokens of GitHub, which need a name", () => {
    const token = random.characters(HEX, 40);
    expect(redactText(`commit ${token}`)).toBe(`commit ${token}`);
    expect(redactText(`GITHUB_TOKEN=${token}`)).toBe(`GITHUB_TOKEN=${R}`);
  });
});

describe("checksums", () => {
  it("tell a token from one with a typing error", () => {
    expect(crc32("123456789")).toBe(0xcbf43926);
    const token = body();
    expect(endsInCrc32(token)).toBe(true);
    expect(endsInCrc32(mistyped(token))).toBe(false);
  });

  it("tell a seed of Stellar from 56 other characters", () => {
    const base32 = `${UPPERCASE}234567`;
    const bits = (value: number, width: number): string => value.toString(2).padStart(width, "0");
    const bytes = [18 << 3, ...Array.from({ length: 32 }, () => random.below(256))];
    let crc = 0;
    for (const bit of bytes.map((byte) => bits(byte, 8)).join("")) {
      const top = (crc >> 15) ^ Number(bit);
      crc = ((crc << 1) & 0xffff) ^ (top === 1 ? 0x1021 : 0);
    }
    const all = [...bytes, crc & 0xff, crc >> 8].map((byte) => bits(byte, 8)).join("");
    const seed = (all.match(/.{5}/g) ?? []).map((digit) => base32.charAt(Number.parseInt(digit, 2))).join("");
    expect(seed).toMatch(/^S[A-D][A-Z2-7]{54}$/);
    expect(endsInCrc16(seed)).toBe(true);
    expect(redactText(`funded by ${seed} today`)).toBe(`funded by ${R} today`);
    const other = `${seed.slice(0, 20)}${seed.charAt(20) === "A" ? "B" : "A"}${seed.slice(21)}`;
    expect(redactText(`funded by ${other} today`)).toBe(`funded by ${other} today`);
  });
});
