import { redactText } from "@operator/redaction";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { projectOf } from "../../test/projects.ts";
import { redactProject } from "./redact-project.ts";
import { redactKeepingLines } from "./redacted-text.ts";

const TOKEN = ["ghp", "a8Zk3LmQ7xT2vB9nR4cY6wE1uJ5oP0dFsGhK"].join("_");
const BODY = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";
const KEY = [["-----BEGIN", "PRIVATE KEY-----"].join(" "), BODY, BODY, ["-----END", "PRIVATE KEY-----"].join(" ")].join(
  "\n",
);

describe("a text without its secrets", () => {
  it("is itself where there are none", () => {
    expect(redactKeepingLines("a = 1\n")).toEqual({ text: "a = 1\n", rules: [], removals: [], count: 0 });
  });

  it("has the lines of a secret that had several, so that those behind it stay where they were", () => {
    const { text, removals } = redactKeepingLines(`A = 1\nKEY = """${KEY}"""\nB = 2\nT = "${TOKEN}"\n${KEY}\nend`);
    expect(text.split("\n")).toEqual([
      "A = 1",
      'KEY = """[REDACTED]"""',
      ...Array.from({ length: 3 }, () => "[REDACTED]"),
      "B = 2",
      'T = "[REDACTED]"',
      ...Array.from({ length: 4 }, () => "[REDACTED]"),
      "end",
    ]);
    expect(removals?.map(({ first, last }) => [first, last])).toEqual([
      [2, 5],
      [7, 7],
      [8, 11],
    ]);
  });

  it("is the same in parts as it is whole, with a key over the place where it would be cut", () => {
    const filler = "x = 1  # nothing\n".repeat(23_125);
    const large = `${filler}${KEY}\n${filler}T = "${TOKEN}"\n${"y, ".repeat(300_000)}\npassword=hunter22\n`;
    expect(large.length).toBeGreaterThan(1024 * 1024);
    const { text, removals, count } = redactKeepingLines(large);
    expect(text.replaceAll("\n[REDACTED]".repeat(3), "")).toBe(redactText(large));
    expect(count).toBe(3);
    expect(removals?.map(({ first, last }) => last - first)).toEqual([3, 0, 0]);
  });

  it("is a fixed point, has as many lines, and is what redaction leaves but for them", () => {
    const line = fc.constantFrom(
      "a = 1",
      "",
      `t = "${TOKEN}"`,
      KEY,
      `k: |\n  ${KEY.replaceAll("\n", "\n  ")}`,
      "password: |",
      "  hunter22",
      BODY,
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const original = lines.join("\n");
        const { text, removals } = redactKeepingLines(original);
        if (removals === undefined) return;
        expect(text.split("\n").length).toBe(original.split("\n").length);
        expect(redactText(text)).toBe(text);
        const removed = new Set(
          removals.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, at) => first + at)),
        );
        for (const [index, kept] of original.split("\n").entries()) {
          if (!removed.has(index + 1)) expect(text.split("\n")[index]).toBe(kept);
        }
      }),
      { numRuns: 1000, seed: 7 },
    );
  });
});

describe("a project without its secrets", () => {
  it("has none in its texts, its names or its folder, and every file", () => {
    const project = projectOf({ [`keys/${TOKEN}`]: "x", "a.py": `T = "${TOKEN}"` });
    const redacted = redactProject({ ...project, dir: `/srv/${TOKEN}`, binaries: new Set([`bin/${TOKEN}`]) });
    expect(redacted).toEqual({
      ...project,
      dir: "/srv/[REDACTED]",
      files: new Map([
        ["keys/[REDACTED]", "x"],
        ["a.py", 'T = "[REDACTED]"'],
      ]),
      binaries: new Set(["bin/[REDACTED]"]),
    });
  });

  it("keeps files apart whose names become the same", () => {
    const other = TOKEN.replace("8Zk3", "9Yj4");
    const { files } = redactProject(projectOf({ [`keys/${TOKEN}`]: "x", [`keys/${other}`]: "y" }));
    expect([...files]).toEqual([
      ["keys/[REDACTED]", "x"],
      ["keys/[REDACTED]~2", "y"],
    ]);
  });
});
