import { expect, test } from "vitest";
import { hash53, smallest } from "./hash.ts";

test("Neighbouring names do not collide", () => {
  const names = Array.from({ length: 20_000 }, (_, index) => `host-${index}.example:443`);
  expect(new Set(names.map(hash53)).size).toBe(names.length);
  expect(names.every((name) => Number.isSafeInteger(hash53(name)))).toBe(true);
});

test("The smallest numbers are kept, each once", () => {
  expect(smallest([1, 4, 9], [4, 2], 3)).toEqual([1, 2, 4]);
});
