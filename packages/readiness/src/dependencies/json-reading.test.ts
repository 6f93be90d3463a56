import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJson } from "./json-reading.ts";

describe("JSON with lines", () => {
  it("has the value that JSON.parse gives, and refuses what it refuses", () => {
    const piece = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"a"',
      '"',
      "\\",
      "\\u0041",
      "1",
      "-",
      "0",
      ".5",
      "e9",
      "true",
      "nul",
      "\n",
      " ",
    );
    const text = fc.oneof(
      fc.json(),
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")),
    );
    fc.assert(
      fc.property(text, (source) => {
        let expected: unknown;
        try {
          expected = JSON.parse(source);
        } catch {
          expect(readJson(source)).toHaveProperty("line");
          return;
        }
        expect(readJson(source)).toMatchObject({ value: expected });
      }),
      { numRuns: 1_000 },
    );
  });

  it("knows the lines of keys, and keys that stand twice", () => {
    const reading = readJson('{\n  "a": {\n    "b": 1,\n    "b": [\n      {"c": 2}]\n  }\n}\n');
    if (!("value" in reading)) throw new Error("not read");
    expect(reading.lineOf(["a", "b"])).toBe(4);
    expect(reading.lineOf(["a", "b", "0", "c"])).toBe(5);
    expect(reading.lineOf(["a", "x", "y"])).toBe(2);
    expect(reading.repeated).toEqual([{ path: ["a", "b"], line: 4 }]);
  });

  it.each<[string, number]>([
    ["", 1],
    ['{\n  "a": 1,\n}\n', 3],
    ['{\n  "a": 1\n  "b": 2\n}\n', 3],
    ["{\n  // no\n}\n", 2],
    ['{"a": 1}\n\n}', 3],
    [`${"[".repeat(5_000)}`, 1],
  ])("names the line at which %j is none", (text, line) => {
    expect(readJson(text)).toEqual({ line });
  });
});
