import { limits } from "@operator/contract";
import { redactText } from "@operator/redaction";
import { describe, expect, it } from "vitest";
import { redactedParts } from "./redacted-parts.ts";

const PART = limits.BLOB_PART_BYTES;

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function partsOf(text: string, size = 65_536): Promise<string[]> {
  const parts: string[] = [];
  for await (const part of redactedParts(pieces(text, size))) parts.push(part);
  return parts;
}

/** Lines of ordinary text, of this many characters in all. */
function ordinary(chars: number): string {
  const line = "2026-07-02 09:00:00 INFO worker handled request in 12 ms\n";
  return line
    .repeat(Math.ceil(chars / line.length))
    .slice(0, chars - 1)
    .concat("\n");
}

/** The armour of a private key around letters that are none. */
function armoured(lines: number): string {
  const rim = (word: string) => `-----${word} RSA PRIVATE KEY-----\n`;
  return `${rim("BEGIN")}${"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2\n".repeat(lines)}${rim("END")}`;
}

const TOKEN = ["ghp", "aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5"].join("_");

describe("redactedParts", () => {
  it("gives the parts of a text that together are the redacted text", async () => {
    const text = `${ordinary(PART)}token ${TOKEN}\n${ordinary(PART)}`;
    const parts = await partsOf(text);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.join("")).toBe(redactText(text));
  });

  it.each([-40, -20, -7, -1, 0, 1, 5])(
    "cuts through no secret that stands %i characters from where a part is full",
    async (by) => {
      const text = `${ordinary(PART + by)}GITHUB_TOKEN=${TOKEN} ${"word ".repeat(20_000)}`;
      const redacted = (await partsOf(text)).join("");
      expect(redacted).toBe(redactText(text));
      expect(redacted).not.toContain(TOKEN.slice(8, 24));
    },
  );

  it.each([-1600, -800, -100, 0])(
    "cuts through no private key that begins %i characters from where a part is full",
    async (by) => {
      const text = `${ordinary(PART + by)}${armoured(24)}${ordinary(PART)}`;
      const redacted = (await partsOf(text)).join("");
      expect(redacted).toBe(redactText(text));
      expect(redacted).not.toContain("QUJDREVG");
    },
  );

  it("cuts a text without lines, but no character and no secret in it", async () => {
    const text = `${"🦊 word ".repeat(PART / 8)}token=${TOKEN} ${"🦊 word ".repeat(PART / 8)}`;
    const parts = await partsOf(text);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.join("")).toBe(redactText(text));
    for (const part of parts) expect(part.isWellFormed()).toBe(true);
  });

  it("does not depend on how the text arrives, and holds a few parts of it at most", async () => {
    const text = `${ordinary(3 * PART)}${TOKEN}\n`;
    const [small, large] = [await partsOf(text, 1000), await partsOf(text, text.length)];
    expect(small).toEqual(large);
    expect(Math.max(...small.map(({ length }) => length))).toBeLessThanOrEqual(4 * PART);
    expect(await partsOf("")).toEqual([]);
  });
});
