import { describe, expect, it } from "vitest";
import { shown } from "./report.ts";

describe("text of a project in a message", () => {
  it.each([
    ["https://user:pass@example.com/x", '"https://example.com/x"'],
    ["https://pass@example.com/x", '"https://example.com/x"'],
    ["https://user:p@ss@example.com/x", '"https://example.com/x"'],
    ["https://user:p/ss@example.com/x", '"https://example.com/x"'],
    ["git+https://example.com/x.git@v1", '"git+https://example.com/x.git@v1"'],
    ["two https://a:pass@h/ and https://b:pass@h/", '"two https://h/ and https://h/"'],
    ["a\u202eb\nc", '"a b c"'],
    ['say "x"', "\"say 'x'\""],
  ])("%j is shown as %s", (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it("is bounded", () => {
    expect(shown("a".repeat(100_000)).length).toBeLessThan(200);
    expect(shown("//".repeat(100_000)).length).toBeLessThan(200);
  });
});
