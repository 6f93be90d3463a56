import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dependencyFindings } from "./dependency-findings.ts";
import { parseMarker } from "./marker.ts";
import { parseNpmRange } from "./npm-range.ts";
import { parseRequirementLine } from "./requirement-entry.ts";
import { requirementLines } from "./requirement-lines.ts";
import { commonVersion, isSpecifier, isWithin } from "./specifier.ts";
import { projectOf } from "./testing/project-of.ts";
import { withoutComments } from "./tsconfig-paths.ts";

const PIECE = fc.constantFrom(
  ...["a", "B_c", "==", ">=", "~=", "===", "1", "1.2", "*", ".", ",", ";", " ", "\n", "\\", "#", "[", "]", "(", ")"],
  ...[
    "@ ",
    "-r ",
    "-c ",
    "-e ",
    "--hash=",
    "sha256:",
    "python_version",
    "'3.9'",
    " and ",
    " not in ",
    "https://u:p@h/",
  ],
  ...["../", "./", "requirements.txt", "!", "+x", "rc1", "\r", "\u0000", "é"],
);
const TEXT = fc.array(PIECE, { maxLength: 40 }).map((pieces) => pieces.join(""));

describe("the parsers of Python dependencies", () => {
  it("read whatever text, without an error, and give lines that are there", () => {
    fc.assert(
      fc.property(TEXT, fc.string({ unit: "binary" }), (text, noise) => {
        for (const source of [text, noise, text + noise]) {
          const lines = source.split(/\r\n|\r|\n/).length;
          const findings = dependencyFindings(projectOf({ "requirements.txt": source }));
          for (const { places } of findings) {
            for (const { first = 0, last = 0 } of places)
              expect(first >= 1 && first <= last && last <= lines).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it("give the same findings for the same project", () => {
    fc.assert(
      fc.property(TEXT, TEXT, (one, other) => {
        const files = { "requirements.txt": one, "requirements-dev.txt": other, "main.py": "import a" };
        const reversed = Object.fromEntries(Object.entries(files).reverse());
        expect(dependencyFindings(projectOf(reversed))).toEqual(dependencyFindings(projectOf(files)));
      }),
      { numRuns: 200 },
    );
  });

  it("find a common version that lies in both specifiers", () => {
    const version = fc.constantFrom(
      "0",
      "1",
      "1.0",
      "1.2",
      "1.2.3",
      "2!1",
      "1.0rc1",
      "1.0.post1",
      "1.0.dev1",
      "1.0+x",
      "0.0.1",
    );
    const clause = fc
      .tuple(fc.constantFrom("==", ">=", "<=", "<", ">", "!=", "~=", "==="), version)
      .map(([operator, one]) => operator + one);
    fc.assert(
      fc.property(fc.array(clause, { minLength: 1, maxLength: 4 }), version, (clauses, one) => {
        const specifiers = clauses.filter(isSpecifier);
        const common = commonVersion(specifiers);
        if (common !== undefined) expect(specifiers.every((specifier) => isWithin(common, specifier))).toBe(true);
        // None is found only where none of the versions that are tried here would do.
        else expect(specifiers.every((specifier) => isWithin(one, specifier))).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each<[string, (text: string) => unknown, string]>([
    ["hyphens", parseRequirementLine, `${"a-".repeat(100_000)}.whl`],
    ["dots", parseRequirementLine, `${"a.".repeat(100_000)}!`],
    ["numbers", parseRequirementLine, `a==${"1.".repeat(100_000)}x`],
    ["clauses", parseRequirementLine, `a${">=1,".repeat(100_000)}x`],
    ["hashes", parseRequirementLine, `a==1 ${"--hash=sha256:ab ".repeat(20_000)}`],
    ["spaces", parseRequirementLine, `a==1${" ".repeat(100_000)}x`],
    ["spaces after an option", parseRequirementLine, `--index-url${" ".repeat(100_000)}`],
    ["comments", requirementLines, "a #".repeat(100_000)],
    ["continued lines", requirementLines, "a\\\n".repeat(100_000)],
    ["parentheses", parseMarker, "(".repeat(2_000)],
    ["terms", parseMarker, "os_name == 'x' and ".repeat(100)],
    ["digits", isSpecifier, `==${"1".repeat(490)}x`],
    ["parts", (text) => commonVersion([text]), `==${"1.".repeat(240)}1`],
    ["comparators", parseNpmRange, ">=1.0.0 ".repeat(120)],
    ["hyphens of npm", parseNpmRange, "1-".repeat(490)],
    ["words", parseNpmRange, "a/".repeat(490)],
    ["open comments", withoutComments, "/*".repeat(200_000)],
    ["open strings", withoutComments, '"\\'.repeat(200_000)],
    ["commas", withoutComments, ", ".repeat(100_000)],
  ])("take many %s in good time", (_, parser, text) => {
    const before = performance.now();
    parser(text);
    expect(performance.now() - before).toBeLessThan(10_000);
  });

  it("take many lines in good time", () => {
    const before = performance.now();
    const files = {
      "requirements.txt": "https://u:p@example.com nonsense ==\n".repeat(20_000) + "a==1\na==2\n".repeat(5_000),
      "main.py": Array.from({ length: 20_000 }, (_, index) => `import m${index}`).join("\n"),
    };
    dependencyFindings(projectOf(files));
    expect(performance.now() - before).toBeLessThan(20_000);
  });
});
