import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { readPolicy } from "./read-policy.ts";
import { readLines } from "./source/lines.ts";

const fixtures = new URL("../../fixtures/documents/", import.meta.url);
const valid = readFileSync(new URL("valid/all-sections.yaml", fixtures), "utf8");

/**
 * One change of the document with all sections. `«` in `to` marks where each of the errors is to be, and is not part of the
 * document; where several errors are at one place there is one mark. `also` are codes that follow from the same mistake.
 */
const OneChange = z.strictObject({
  title: z.string(),
  from: z.string(),
  to: z.string(),
  errors: z.array(z.tuple([z.string(), z.string()])),
  also: z.array(z.string()).optional(),
});
const changes = z.array(OneChange).parse(JSON.parse(readFileSync(new URL("one-change.json", fixtures), "utf8")));

/** The changed document, and where its marks were. */
function changed({ from, to }: z.infer<typeof OneChange>) {
  const at = valid.indexOf(from);
  if (at < 0 || valid.indexOf(from, at + 1) >= 0) throw new Error("the text to change must be there exactly once");
  const marked = valid.slice(0, at) + to + valid.slice(at + from.length);
  const pieces = marked.split("«");
  const text = pieces.join("");
  const lines = readLines(text);
  const marks = pieces.slice(0, -1).map((_, index) => lines.position(pieces.slice(0, index + 1).join("").length));
  return { text, marks };
}

test("the document with all sections is valid and nothing is to be said about it", () => {
  expect(readPolicy(valid)).toMatchObject({ kind: "valid", advisories: [] });
});

describe("one change makes it invalid, and the error names the place", () => {
  test.each(changes)("$title", (change) => {
    const { text, marks } = changed(change);
    const read = readPolicy(text);
    if (read.kind === "valid") throw new Error("it is valid");
    const own = read.errors.filter(
      ({ code }) => !change.also?.includes(code) || change.errors.some(([known]) => known === code),
    );
    const expected = change.errors.map(([code, path], index) => ({ code, path, ...(marks[index] ?? marks.at(-1)) }));
    expect(own.slice(0, expected.length).map(({ code, path, line, column }) => ({ code, path, line, column }))).toEqual(
      expected,
    );
    if (change.also === undefined) expect(own).toHaveLength(expected.length);
    else expect(read.errors.map(({ code }) => code)).toEqual(expect.arrayContaining(change.also));
  });

  test("there are more than sixty such changes", () => {
    expect(changes.length).toBeGreaterThan(60);
  });

  test("no message repeats what the document says", () => {
    for (const change of changes) {
      const { text } = changed(change);
      const read = readPolicy(text);
      if (read.kind === "valid") continue;
      for (const { message } of read.errors) {
        expect(message).toMatch(/^[\x20-\x7e]+$/);
        expect(message).not.toMatch(/invoice|ledger\b|storage|evil|APPROVED|approved|5\.00|nobody|websocket/);
      }
    }
  });
});
