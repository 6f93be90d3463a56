import { expect, test } from "vitest";
import { duration } from "./duration.ts";

test.each([
  [950, "950 ms"],
  [3250, "3.2 s"],
  [250_000, "4 min 10 s"],
  [7_500_000, "2 h 5 min"],
])("%i ms reads as %s", (ms, words) => {
  expect(duration(ms)).toBe(words);
});
