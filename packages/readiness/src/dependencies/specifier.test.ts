import { describe, expect, it } from "vitest";
import { commonVersion, isSpecifier, isWithin } from "./specifier.ts";

describe("a specifier of PEP 440", () => {
  it.each([
    "",
    ">=1",
    ">=1,<2",
    " >= 1 , < 2 ",
    "~=1.4.2",
    "==1.*",
    "!=1.2.*",
    "===any-thing",
    "==1.0+cpu",
    ">=1,",
    "==1!2",
  ])("is %j", (specifier) => {
    expect(isSpecifier(specifier)).toBe(true);
  });

  it.each(["1", "=1", ">=1 <2", ",", ",>=1", ">=1,,<2", "~=1", ">=1.*", ">=1+cpu", "==x", "^1", "latest", "==1.*.2"])(
    "is not %j",
    (specifier) => {
      expect(isSpecifier(specifier)).toBe(false);
    },
  );

  it.each<[string, string, boolean]>([
    ["2", "==2.0.*", true],
    ["2", "~=2.0.0", true],
    ["2.0.1", "==2.0", false],
    ["1.0rc1", "<1.0", false],
    ["1.0rc1", "<1.0rc2", true],
    ["1.0", ">1.0rc1", true],
    ["1.0.post1", ">1.0", false],
    ["1.0.post2", ">1.0.post1", true],
    ["1.0", "<1.0.post1", true],
    ["1.0+cpu", ">1.0", false],
    ["1.0+cpu", "==1.0", true],
    ["1.0", "==1.0+cpu", false],
    ["1!1", ">5", true],
    ["custom", "===custom", true],
    ["custom", ">=1", false],
  ])("%s within %s is %s", (version, specifier, expected) => {
    expect(isWithin(version, specifier)).toBe(expected);
  });

  it.each<[string[], boolean]>([
    [[">=1.0", "<1.0.post1"], true],
    [[">1.0rc1", "<=1.0"], true],
    [[">1", "<1.0.0.1"], true],
    [["<=0"], true],
    [["<0"], false],
    [["~=1.4.5", ">=1.5"], false],
    [["==1.*", "!=1.0.*", "<1.1"], false],
    [["==1.*", "!=1.0.*", "!=1.1.*"], true],
    [["==2024.*", ">=2024.8.30"], true],
    [[">=0.0.1a1", "<0.0.1a2"], true],
  ])("%j have a common version: %s", (specifiers, expected) => {
    expect(commonVersion(specifiers) !== undefined).toBe(expected);
  });
});
