import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { dependencyFindings } from "./dependency-findings.ts";
import { projectOf } from "./testing/project-of.ts";

const FOLDER = new URL("../../fixtures/", import.meta.url);

const fixture = z.object({
  label: z.string(),
  files: z.record(z.string(), z.string()),
  expected: z.object({ ready: z.boolean(), runtime: z.string(), issues: z.array(z.record(z.string(), z.unknown())) }),
});

const fixtures = readdirSync(FOLDER)
  .filter((name) => /^dependencies-.*\.json$/.test(name))
  .map((name) => ({ name, ...fixture.parse(JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"))) }));

/** One order for both sides: whoever joins the findings of all checks orders them anew. */
const inOrder = (issues: readonly Record<string, unknown>[]) => issues.map((issue) => JSON.stringify(issue)).sort();

describe("the fixtures about dependencies", () => {
  it.each(fixtures)("$name: $label", ({ files, expected }) => {
    const findings = dependencyFindings(projectOf(files));
    const issues = findings.map(({ code, category, nextAction, severity, places: [place] }) => {
      const line = place?.first === undefined ? {} : { line: place.first };
      return { code, category, next_action: nextAction, severity, path: place?.path, ...line };
    });
    expect(inOrder(issues)).toEqual(inOrder(expected.issues));
    expect(findings.some(({ severity }) => severity === "blocking")).toBe(!expected.ready);
    expect(JSON.stringify(findings)).not.toContain("hunter2");
  });
});
