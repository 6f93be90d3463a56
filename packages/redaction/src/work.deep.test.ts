import { describe, expect, it } from "vitest";
import { redactText, redactTextWithReport } from "./redact-text.ts";
import { redactValue } from "./redact-value.ts";
import { UNEXAMINED } from "./scan/anchor-index.ts";
import { HOSTILE_CHARS, hostileTexts } from "./testing/hostile.ts";
import { largeTexts } from "./testing/large-texts.ts";

describe("the work that a text may cost", () => {
  for (const { name, text } of largeTexts(HOSTILE_CHARS))
    it(`is enough for ${name}`, () => {
      const { text: redacted, report } = redactTextWithReport(text);
      expect(report.byRule[UNEXAMINED]).toBeUndefined();
      // Line by line nothing is short of work, so that this is what would be removed without a bound.
      expect(redacted).toBe(text.split("\n").map(redactText).join("\n"));
    });

  it("is enough for 16 KiB of anything", () => {
    for (const { name, text } of hostileTexts(16 * 1024))
      expect(redactTextWithReport(text).report.byRule[UNEXAMINED], name).toBeUndefined();
  });

  it("loses hostile text and nothing else when it is spent, and changes it no further", () => {
    const evidence = "worker killed by signal 11";
    for (const { name, text } of hostileTexts(HOSTILE_CHARS).slice(-4)) {
      const once = redactText(`${evidence}\n${text}\n${evidence}`);
      expect(once.startsWith(`${evidence}\n`) && once.endsWith(`\n${evidence}`), name).toBe(true);
      expect(redactText(once), name).toBe(once);
    }
  });

  it("keeps every member of a large object", () => {
    const members = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`key_${index}`, "value"]));
    expect(redactValue(members)).toBe(members);
  });
});
