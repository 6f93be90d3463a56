import { describe, expect, it } from "vitest";
import { ExcerptFinder } from "./excerpt.ts";

const ordinary = (count: number) => "INFO all is well and goes on\n".repeat(count);
const TRACE = "Traceback (most recent call last):\nValueError: no such city\n";

function found(...parts: string[]) {
  const finder = new ExcerptFinder();
  for (const part of parts) finder.add(part);
  return finder.excerpt();
}

describe("the excerpt of a log", () => {
  it("is the whole of a short one", () => {
    expect(found("a\n", "b\n")).toEqual({ text: "a\nb\n", firstLine: 1 });
    expect(found()).toEqual({ text: "", firstLine: 1 });
  });

  it("is its end, from the beginning of a line", () => {
    const { text, firstLine } = found(ordinary(1000), TRACE);
    expect(text.endsWith(TRACE)).toBe(true);
    expect(text.startsWith("INFO all")).toBe(true);
    expect(firstLine + text.split("\n").length - 2).toBe(1002);
  });

  it("is what leads to the last line that says that something failed, where the end says nothing", () => {
    const { text, firstLine } = found(ordinary(10), TRACE, ordinary(3000), ordinary(3000));
    expect(text.endsWith(TRACE.trimEnd())).toBe(true);
    expect(firstLine).toBe(1);
  });

  it("is bounded where a line is longer than it", () => {
    expect(found("x".repeat(100_000)).text.length).toBeLessThan(6000);
  });
});
