import { expect, it } from "vitest";
import { readRange } from "./byte-range.ts";

it.each([
  [null, 10, undefined],
  ["bytes=0-0", 10, { first: 0, last: 0 }],
  ["bytes=3-", 10, { first: 3, last: 9 }],
  ["bytes=-4", 10, { first: 6, last: 9 }],
  ["bytes=-40", 10, { first: 0, last: 9 }],
  ["bytes=9-40", 10, { first: 9, last: 9 }],
  ["bytes=10-", 10, "not_satisfiable"],
  ["bytes=-0", 10, "not_satisfiable"],
  ["bytes=0-", 0, "not_satisfiable"],
  ["bytes=-1", 0, "not_satisfiable"],
  ["bytes=5-4", 10, undefined],
  ["bytes=-", 10, undefined],
  ["bytes=0-1,5-6", 10, undefined],
  ["items=0-1", 10, undefined],
  ["bytes=9999999999999999-", 10, undefined],
] as const)("reads %s of %i bytes", (header, size, expected) => {
  expect(readRange(header, size)).toEqual(expected);
});
