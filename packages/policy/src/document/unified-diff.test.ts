import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { editPolicy } from "./edit-policy.ts";
import { documentModel } from "./testing/document-model.ts";
import { editsOf } from "./testing/edit-model.ts";
import { writeDocument } from "./testing/write-document.ts";
import { unifiedDiff } from "./unified-diff.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "policy-diff-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What GNU patch makes of a file. It exits with an error, and this throws, when a hunk does not apply. */
function patched(before: string, diff: string): string {
  const file = join(folder, "policy.yaml");
  writeFileSync(file, before);
  const output = execFileSync("patch", ["-p1", "--fuzz=0", "--no-backup-if-mismatch"], {
    cwd: folder,
    input: diff,
    encoding: "utf8",
  });
  expect(output).toBe("patching file policy.yaml\n");
  return readFileSync(file, "utf8");
}

const lines = (count: number, name: string) =>
  Array.from({ length: count }, (_, index) => `${name}${index}\n`).join("");

describe("unifiedDiff", () => {
  test("has the headers that patch -p1 strips", () => {
    expect(unifiedDiff("a\nb\n", "a\nc\n")).toBe("--- a/policy.yaml\n+++ b/policy.yaml\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n");
  });

  test("is empty when nothing changed", () => {
    expect(unifiedDiff("a\n", "a\n")).toBe("");
  });

  test.each([
    ["a line in the middle", lines(20, "a"), lines(20, "a").replace("a10\n", "b\nc\n")],
    ["carriage returns", "a\r\nb\r\nc\r\n", "a\r\nb2\r\nc\r\n"],
    ["carriage returns that come and go", "a\r\nb\nc\r\n", "a\nb\r\nc\r\n"],
    ["no last line break in both", "a\nb", "a\nc"],
    ["a last line break that comes", "a\nb", "a\nb\n"],
    ["a last line break that goes", "a\nb\n", "a\nb"],
    ["no last line break and carriage returns", "a\r\nb", "a\r\nb\r\nc"],
    ["a byte order mark", "\ufeffa\nb\n", "\ufeffa\nc\n"],
    ["lines that look like a patch", "--- a\n+++ b\n@@ -1 +1 @@\n", "--- a\n+++ c\n@@ -1 +1 @@\n"],
    ["everything", "a\nb\n", "c\nd\n"],
    ["more lines than are compared one by one", lines(3000, "a"), lines(3000, "b")],
    [
      "many lines between lines that stay",
      `x\ny\nz\nw\n${lines(2000, "a")}last`,
      `x\ny\nz\nw\n${lines(1500, "b")}last`,
    ],
    ["many lines at the end without a break", `x\n${lines(2000, "a")}end`, `x\n${lines(2000, "b")}end2`],
  ])("applies with GNU patch: %s", (_, before, after) => {
    expect(patched(before, unifiedDiff(before, after))).toBe(after);
  });

  test("of any edit of any document applies with GNU patch, byte for byte", () => {
    const tape = fc.array(fc.nat(1000), { minLength: 40, maxLength: 120 });
    const edited = documentModel.chain((model) =>
      fc.record({ model: fc.constant(model), edits: editsOf(model), tape }),
    );
    fc.assert(
      fc.property(edited, ({ model, edits, tape: style }) => {
        const before = writeDocument(model, style);
        const after = editPolicy(before, edits);
        if (after !== before) expect(patched(before, unifiedDiff(before, after))).toBe(after);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  test("of two long texts that have nothing in common takes less than a second", () => {
    const start = performance.now();
    unifiedDiff("a\n".repeat(60_000), "b\n".repeat(60_000));
    unifiedDiff(lines(20_000, "a"), lines(20_000, "b"));
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
