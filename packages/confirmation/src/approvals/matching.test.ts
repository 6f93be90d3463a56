import * as fc from "fast-check";
import { expect, test } from "vitest";
import { distinctPeople } from "./matching.ts";

/** Tries every assignment. */
function bruteForce(groups: readonly ReadonlySet<string>[], taken: ReadonlySet<string> = new Set()): number {
  const [first, ...rest] = groups;
  if (first === undefined) return 0;
  const free = [...first].filter((person) => !taken.has(person));
  return Math.max(bruteForce(rest, taken), ...free.map((person) => 1 + bruteForce(rest, new Set([...taken, person]))));
}

test("As many groups as can have a person of its own are found, however people overlap", () => {
  const group = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"), { maxLength: 5 }).map((list) => new Set(list));
  fc.assert(
    fc.property(fc.array(group, { maxLength: 5 }), (groups) => {
      expect(distinctPeople(groups)).toBe(bruteForce(groups));
    }),
  );
});
