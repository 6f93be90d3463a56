import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsImports } from "./js-imports.ts";

/** What a source asks for, with `?` after what is optional and `~` after what is lazy. */
function names(source: string): string[] {
  return jsImports(source).map(
    ({ specifier, optional, lazy }) => `${specifier}${optional ? "?" : ""}${lazy ? "~" : ""}`,
  );
}

describe("imports of a JavaScript file", () => {
  it.each<[string, string[]]>([
    ['import a from "a";', ["a"]],
    ["import 'a'", ["a"]],
    ['import{a}from"a"', ["a"]],
    ['import a, { b as c } from "a"', ["a"]],
    ['import * as a from "@s/a/b"', ["@s/a/b"]],
    ['import {\n  a, // from "b"\n  c,\n} from "a"', ["a"]],
    ['export * from "a"; export { b } from "b"', ["a", "b"]],
    ['const a = require("a")', ["a"]],
    ['require.resolve("a")', ["a"]],
    ['const { a } = await import("a")', ["a~"]],
    ["await import(`a`)", ["a~"]],
    ["await import(`a\u0024{b}`)", []],
    ["await import(name)", []],
    ['await import(/* webpackIgnore: true */ "a")', ["a~"]],
    ['function f() { return require("a") }', ["a~"]],
    ['try { require("a") } catch { }\nrequire("b")', ["a?~", "b"]],
    ['import type { A } from "a"', ["a?"]],
    ['import type A from "a"', ["a?"]],
    ['import type from "a"', ["a"]],
    ['import { type A, type B } from "a"', ["a?"]],
    ['import { type A, b } from "a"', ["a"]],
    ['import data from "./a.json" with { type: "json" }', ["./a.json"]],
    ['// import "a"\n/* import "b" */', []],
    ["const text = 'import \"a\"'", []],
    ["const text = `\nimport \"a\"\n\u0024{x + `import 'b'`}\nimport 'c'`\nimport 'd'", ["d"]],
    ['const pattern = /"/; import "a"', ["a"]],
    ['const half = x / 2; import "a" // /', ["a"]],
    ['const pattern = /[/"]/g\nimport "a"', ["a"]],
    ['module.require_("a"); x.require("b"); $import("c")', []],
    ['Array.from("a")', []],
    ['const from = "a"', []],
    ['export const from = "a"', []],
    ['const a = "it\\"s"; import "b"', ["b"]],
    ['const a = "unterminated\nimport "b"', ["b"]],
  ])("of %j are %j", (source, expected) => {
    expect(names(source)).toEqual(expected);
  });

  it("have the line of the specifier", () => {
    expect(jsImports('"x";\nimport {\n  a,\n} from "a";\nimport "b";\n').map(({ line }) => line)).toEqual([4, 5]);
  });

  it("are found in whatever text, without an error", () => {
    const piece = fc.constantFrom(
      ...["import ", 'from "a"', "'", '"', "`", "\u0024{", "{", "}", "/", "*", "//", "/*", "*/", "\n", "\\", "(", ")"],
      ...["require(", "try {", "type ", ",", "[", "]", "=", "x"],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const source = pieces.join("");
        for (const { line } of jsImports(source)) expect(line >= 1 && line <= source.split("\n").length).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["imports", "import ".repeat(50_000)],
    ["names", `import { ${"a, ".repeat(100_000)} } from "a"`],
    ["froms", ' from "a"'.repeat(30_000)],
    ["templates", "`\u0024{".repeat(100_000)],
    ["braces", "{".repeat(100_000) + ' "a" '.repeat(1_000)],
    ["comments", "/*".repeat(150_000)],
    ["slashes", "= /".repeat(100_000)],
    ["spaces", `import ${" ".repeat(200_000)}from "a"`],
  ])("of many %s are found in good time", (_, source) => {
    const before = performance.now();
    jsImports(source);
    expect(performance.now() - before).toBeLessThan(10_000);
  });
});
