import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pythonImports } from "./python-imports.ts";

/** What a source needs at its start, with `?` after what is optional and `~` after what is lazy. */
function names(source: string): string[] {
  return pythonImports(source).map(({ name, optional, lazy }) => `${name}${optional ? "?" : ""}${lazy ? "~" : ""}`);
}

describe("imports of a Python file", () => {
  it.each<[string, string[]]>([
    ["import a, b.c as d", ["a", "b.c"]],
    ["from a.b import c", ["a.b.c"]],
    ["from a import (\n  b,  # why\n  c as d,\n)\n", ["a.b", "a.c"]],
    ["from a import b, \\\n  c\n", ["a.b", "a.c"]],
    ["from a import *", ["a"]],
    ["from . import a\nfrom .b import c\nfrom ..d import e", []],
    ["import a; import b", ["a", "b"]],
    ["if x: import a", ["a"]],
    ["class A:\n  import a", ["a"]],
    ["def f():\n    import a\nimport b", ["a~", "b"]],
    ["async def f():\n\timport a", ["a~"]],
    ["# import a\nx = 1  # import b", []],
    ['"""\nimport a\n"""\nimport b', ["b"]],
    ["x = '''\nimport a\n'''", []],
    ["x = 'it\\'s'\nimport a", ["a"]],
    ["x = r'\\'\nimport a", ["a"]],
    ["x = 'unterminated\nimport a", ["a"]],
    ['x = f"{y["z"]} import q"\nimport a', ["a"]],
    ["x = f'{{'\nimport a", ["a"]],
    ["x = f'''{y['z']}\nimport q\n'''\nimport a", ["a"]],
    ["x = (\nimport a", ["a"]],
    ["import_x = 1\nimportant = 2\nfrom_ = 3", []],
    ["x.import_module('a.b')\n__import__(\"c\")\nimport_module(name)", ["a.b", "c"]],
    ["try:\n  import a\nexcept ImportError:\n  import b\nimport c", ["a?", "b?", "c"]],
    ["try:\n  import a\nexcept (ModuleNotFoundError, ValueError) as e:\n  a = None", ["a?"]],
    ["try:\n  import a\nexcept:\n  pass", ["a?"]],
    ["try:\n  import a\nexcept ValueError:\n  pass", ["a"]],
    ["try:\n  import a\nfinally:\n  pass", ["a"]],
    ["try:\n  import a\nexcept ImportError:\n  raise SystemExit('install a')", ["a"]],
    ["try:\n  import a\nexcept ImportError as e:\n  print(e)\n  sys.exit(1)", ["a"]],
    ["if TYPE_CHECKING:\n  import a\nimport b", ["a?", "b"]],
    ["if typing.TYPE_CHECKING:\n  from a import b\nelse:\n  b = 1", ["a.b?"]],
    ["if sys.version_info >= (3, 11):\n  import a\nelse:\n  import b", ["a?", "b?"]],
    ["with contextlib.suppress(ImportError):\n  import a", ["a?"]],
    ["try:\n  import a\nexcept ImportError:\n  pass\nelse:\n  import b", ["a?", "b"]],
    ["try: import a\nexcept ImportError: a = None", ["a?"]],
    ["import a\r\nfrom b import (\r\n  c,\r\n)\r\n", ["a", "b.c"]],
    ["\uFEFFimport a", ["a"]],
  ])("of %j are %j", (source, expected) => {
    expect(names(source)).toEqual(expected);
  });

  it("have the lines of their statement", () => {
    expect(pythonImports('"""\ndoc\n"""\nfrom a import (\n  b,\n)\n')).toEqual([
      { name: "a.b", optional: false, lazy: false, first: 4, last: 6 },
    ]);
  });

  it("are found in whatever text, without an error", () => {
    const piece = fc.constantFrom(
      ...["import a", "from b import ", "(", ")", "\n", "  ", "'", '"', '"""', "'''", "f'", "{", "}", "\\", "#", ";"],
      ...["try:", "except ImportError:", "if TYPE_CHECKING:", "def f():", "\t", "\r\n", "raise", "é", ","],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const source = pieces.join("");
        const lines = source.split("\n").length;
        for (const { first, last } of pythonImports(source))
          expect(1 <= first && first <= last && last <= lines).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["quotes", "'".repeat(200_001)],
    ["triple quotes", '"""'.repeat(66_667)],
    ["fields", `f'${"{".repeat(200_000)}`],
    ["nested quotes", `f'${"{'".repeat(100_000)}`],
    ["brackets", "(".repeat(200_000)],
    ["open lines", "(\n".repeat(100_000)],
    ["backslashes", "\\\n".repeat(100_000)],
    ["hashes", "#\n".repeat(100_000)],
    ["spaces", `import a${" ".repeat(200_000)}!`],
    ["names", `import ${"a,".repeat(100_000)}`],
    ["dots", `import ${"a. ".repeat(60_000)}`],
    ["excepts", "except ImportError:\n".repeat(10_000)],
    ["depth", Array.from({ length: 600 }, (_, depth) => `${" ".repeat(depth)}try:`).join("\n")],
  ])("of many %s are found in good time", (_, source) => {
    const before = performance.now();
    pythonImports(source);
    expect(performance.now() - before).toBeLessThan(10_000);
  });
});
