import * as fc from "fast-check";
import { expect, test } from "vitest";
import { keepFirst, keepLatest } from "./keyed.ts";

const items = fc
  .uniqueArray(fc.record({ at: fc.nat(20), seq: fc.nat(500), key: fc.constantFrom("a", "b", "c", "d", "e") }), {
    selector: ({ seq }) => seq,
    maxLength: 40,
  })
  .map((list) => list.map((item) => ({ ...item, timestamp: "" })));

test.each([
  ["first", keepFirst],
  ["latest", keepLatest],
] as const)("Keeping the %s items gives the same list however the items are split and ordered", (_, keep) => {
  const bounded = (list: readonly { at: number; seq: number; timestamp: string; key: string }[]) =>
    keep(list, ({ key }) => key, 3);
  fc.assert(
    fc.property(items, fc.nat(40), fc.nat(40), (list, one, two) => {
      const [a, b, c] = [list.slice(0, one), list.slice(one, one + two), list.slice(one + two)].map(bounded);
      const whole = bounded(list);
      expect(bounded([...bounded([...(a ?? []), ...(b ?? [])]), ...(c ?? [])])).toEqual(whole);
      expect(bounded([...(c ?? []), ...bounded([...(b ?? []), ...(a ?? [])])])).toEqual(whole);
      expect(bounded(whole)).toEqual(whole);
    }),
  );
});
