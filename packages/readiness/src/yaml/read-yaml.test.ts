import { expect, it } from "vitest";
import { readYaml } from "./read-yaml.ts";

it("tells each value with its line", () => {
  const { root, faults } = readYaml("a: 1.0\r\n# comment\nb:\n  - x\n  - 'y'\nc: |\n  text\nd:\n");
  expect(faults).toEqual([]);
  expect(root).toEqual({
    kind: "map",
    line: 1,
    last: 8,
    fields: new Map([
      ["a", { line: 1, value: { kind: "scalar", line: 1, last: 1, text: "1.0", value: 1 } }],
      [
        "b",
        {
          line: 3,
          value: {
            kind: "list",
            line: 4,
            last: 5,
            items: [
              { kind: "scalar", line: 4, last: 4, text: "x", value: "x" },
              { kind: "scalar", line: 5, last: 5, text: "y", value: "y" },
            ],
          },
        },
      ],
      ["c", { line: 6, value: { kind: "scalar", line: 6, last: 7, text: "text\n", value: "text\n" } }],
      ["d", { line: 8, value: { kind: "scalar", line: 8, last: 8, text: "", value: null } }],
    ]),
  });
});

it.each([
  ["a: 1\na: 2\n", 2, "twice"],
  ["a: &x 1\nb: *x\n", 2, "Aliases"],
  ["b: !!int 1\n", 1, "Tags"],
  ["a: 1\nb:\n  <<: {c: 1}\n", 3, "Merge keys"],
  ["? [a]\n: 1\n", 1, "plain text"],
  ["a: 1\n---\nb: 1\n", 2, "second document"],
  ["a: 1\nb: [1\n", 3, "not closed"],
  ["a: 1\n  b: 2\n", 1, "its own line"],
  ["a:\n\tb: 2\n", 2, "Tabs"],
  [`a: ${"[".repeat(40)}`, 1, "nests deeper"],
])("%j is refused at its line", (text, line, words) => {
  const { faults } = readYaml(text);
  expect(faults[0]).toMatchObject({ line, message: expect.stringContaining(words) });
});

it("finds nothing in an empty text", () => {
  expect(readYaml("")).toEqual({ faults: [] });
  expect(readYaml("# only a comment\n").root?.kind).not.toBe("map");
});
