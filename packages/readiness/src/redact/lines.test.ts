import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { projectOf } from "../../test/projects.ts";
import { redactedFiles, redactProject } from "./redact-project.ts";

const TOKEN = ["ghp", "aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5"].join("_");
const KEY = [
  ["-----BEGIN", "PRIVATE KEY-----"].join(" "),
  ...Array.from({ length: 3 }, (_, line) => `MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcw${line}Qm9aQm9aQm9aQm9aQm9a=`),
  ["-----END", "PRIVATE KEY-----"].join(" "),
].join("\n");

const redacted = (text: string) => redactProject(projectOf({ f: text })).files.get("f") ?? "";

describe("a redacted project", () => {
  it.each([
    ["a token in a line", `a = 1\nb = "${TOKEN}"\nc = 3\n`, 2, 2],
    ["a key over lines", `a = 1\n${KEY}\nc = 3\n`, 2, 6],
    ["a key in a text of Python", `a = 1\nb = """${KEY}"""\nc = 3\n`, 2, 6],
    ["a key in the first line", `${KEY}\nc = 3`, 1, 5],
    ["a key at the end", `a = 1\n${KEY}`, 2, 6],
  ])("keeps the lines around %s, and says which they were", (_, text, first, last) => {
    const lines = text.split("\n");
    const kept = redacted(text).split("\n");
    expect(kept).toHaveLength(lines.length);
    const outside = (_: string, index: number) => index < first - 1 || index > last - 1;
    expect(kept.filter(outside)).toEqual(lines.filter(outside));
    const { removals } = redactedFiles(projectOf({ f: text })).texts.get("f") ?? {};
    expect(removals).toMatchObject([{ first, last }]);
    expect(kept.join("\n")).not.toMatch(/aB3dE5fG7h|MIIEvQ|Qm9aQm9a/);
  });

  it("keeps lines, however secrets stand in a text, and leaves none of them", () => {
    const part = fc.constantFrom("a = 1", "", TOKEN, `"${TOKEN}"`, KEY, `x: ${KEY}`, "# end", "[REDACTED]");
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join("\n");
        const kept = redacted(text);
        expect(kept).not.toMatch(/aB3dE5fG7h|MIIEvQ|Qm9aQm9a/);
        const { removals } = redactedFiles(projectOf({ f: text })).texts.get("f") ?? {};
        if (removals !== undefined) expect(kept.split("\n")).toHaveLength(text.split("\n").length);
      }),
    );
  });

  it("names no secret, and loses no file whose name held one", () => {
    const other = `${TOKEN.slice(0, -1)}6`;
    const { files } = redactProject(projectOf({ [`${TOKEN}.txt`]: "1", [`${other}.txt`]: "2", "a.txt": "3" }));
    expect([...files.values()]).toEqual(["1", "2", "3"]);
    expect([...files.keys()].join()).not.toContain("aB3dE5fG7h");
  });
});
