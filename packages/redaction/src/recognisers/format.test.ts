import { expect, it } from "vitest";
import { Scan } from "../scan/scan.ts";
import { anchorOf, parseFormat } from "./format.ts";
import { token } from "./token.ts";

it("reads literals and runs", () => {
  expect(
    parseFormat("ghp_<base62:36>").map((part) =>
      part.kind === "literal" ? part.text : [part.min, part.max, part.exact],
    ),
  ).toEqual(["ghp_", [36, Number.POSITIVE_INFINITY, false]]);
  expect(parseFormat("<hex:32!>")).toMatchObject([{ min: 32, max: 32, exact: true }]);
});

it("refuses an alphabet that does not exist", () => {
  expect(() => parseFormat("x_<base63:4>")).toThrow("unknown alphabet base63");
});

it("refuses a format without a literal to be found by", () => {
  expect(() => anchorOf(parseFormat("<hex:32>"))).toThrow("three characters");
});

const rule = token({ id: "example-token", source: "test", formats: ["exa_<hex:8>", "<hex:8>-zone<digits:2!>"] });
const found = (text: string, anchor: string): [number, number] | undefined => {
  const span = rule.find(new Scan(text), text.indexOf(anchor), anchor);
  return span !== undefined && "end" in span ? [span.start, span.end] : undefined;
};

it("takes a longer run whole", () => expect(found("x exa_0123456789ab.", "exa_")).toEqual([2, 18]));
it("refuses a shorter run", () => expect(found("x exa_0123456.", "exa_")).toBeUndefined());
it("walks back from an anchor in the middle", () => expect(found("= 01234567-zone12 ", "-zone")).toEqual([2, 17]));
it("keeps to an exact length", () => expect(found("= 01234567-zone123", "-zone")).toBeUndefined());
it("wants a border before a token that starts without a prefix", () =>
  expect(found("z01234567-zone12 ", "-zone")).toBeUndefined());
