import { describe, expect, it } from "vitest";
import { Work } from "../scan/work.ts";
import { nextEncodedRun } from "./encoded-runs.ts";
import { unfold } from "./folded-lines.ts";
import { unescapeView } from "./unescape.ts";

const work = new Work(100_000);

describe("unescaping", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["\\u0041\\x42\\u{43}", "ABC"],
    ['a\\n\\"b\\\\', 'a\n"b\\'],
    ["%41%3d%zz", "A=%zz"],
    ["&quot;&#65;&#x42;&unknown;", '"AB&unknown;'],
    ["\u001b[1;31mred\u001b[0m", "red"],
    ["a\u200b\u200db\ufeff", "ab"],
  ];
  for (const [text, expected] of cases)
    it(`reads ${JSON.stringify(text)}`, () => expect(unescapeView(text, work)?.text).toBe(expected));

  it("is absent where nothing is escaped", () => expect(unescapeView("plain", work)).toBeUndefined());

  it("leads back to the characters that were decoded", () => {
    const view = unescapeView("ab%43%44ef", work);
    expect(view?.toSource({ start: 2, end: 4, rule: "r" })).toEqual({ start: 2, end: 8, rule: "r" });
    expect(view?.toSource({ start: 4, end: 6, rule: "r" })).toEqual({ start: 8, end: 10, rule: "r" });
  });
});

describe("encoded runs", () => {
  it("opens base64, hex and UTF-16", () => {
    for (const text of [
      btoa("the quick brown fox"),
      "746865207175696b2062726f776e",
      btoa("t\0h\0e\0 \0q\0u\0i\0c\0k\0 \0b\0"),
    ]) {
      expect(nextEncodedRun(`data ${text} end`, 0)?.decoded).toMatch(/^the qui/);
    }
  });

  it("finds the beginning behind a prefix of the same alphabet", () => {
    expect(nextEncodedRun(`key/${btoa("the quick brown fox")}`, 0)?.decoded).toContain("quick brown");
  });

  it("passes by digests and pictures", () => {
    expect(nextEncodedRun("bed9919ce35a4eef8248d7ab771e36e7c506e4f1a283a39243b5cee5f9059360", 0)).toBeUndefined();
    expect(nextEncodedRun("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ", 0)).toBeUndefined();
  });
});

describe("folds", () => {
  it("joins lines that end at an encoder's column", () => {
    expect(unfold(`${"a".repeat(64)}\nbcd`, work)?.view.text).toBe(`${"a".repeat(64)}bcd`);
  });

  it("joins soft breaks of quoted-printable", () => expect(unfold("abc=\r\ndef", work)?.view.text).toBe("abcdef"));

  it("takes one octet for quoted-printable only with more evidence where the sign could pad base64", () => {
    const by = (text: string): unknown => unfold(text, work)?.joins.map((join) => join.by);
    expect(by("NAME=3Dabcdefghij123=\nNEXT")).toEqual(["column"]);
    expect(by("NAME=3Dabc=3Ddefghi=\nNEXT")).toEqual(["certain"]);
    expect(by(`${"a".repeat(64)}=3Dabcd5=\nNEXT`)).toEqual(["certain"]);
  });

  it("leaves ordinary lines apart", () => expect(unfold("one\ntwo\nthree", work)).toBeUndefined());
});
