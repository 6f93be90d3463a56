import * as fc from "fast-check";
import { expect, test } from "vitest";
import { clip } from "./clip.ts";

const encoder = new TextEncoder();

test("A clipped text never takes more bytes inside JSON than allowed, whatever characters it has", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), fc.integer({ min: 0, max: 300 }), (text, max) => {
      const clipped = clip(text, max);
      expect(text.startsWith(clipped)).toBe(true);
      expect(encoder.encode(JSON.stringify(clipped)).byteLength - 2).toBeLessThanOrEqual(max);
    }),
  );
});

test("A lone surrogate counts with the six bytes of its escape", () => {
  expect(clip("\ud800\ud800", 11)).toBe("\ud800");
  expect(clip("\ud800\ud800", 12)).toBe("\ud800\ud800");
});

test("A text that fits is returned as it is", () => {
  expect(clip("déjà vu", 9)).toBe("déjà vu");
  expect(clip("déjà vu", 8)).toBe("déjà v");
});
