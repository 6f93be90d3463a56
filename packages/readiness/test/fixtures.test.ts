import { expect, it } from "vitest";
import { readProject } from "../src/read/read-project.ts";
import { validateProject } from "../src/validate.ts";
import { fixtures, secrets } from "./fixtures.ts";

function projectOf({ files, circumstances }: (typeof fixtures)[number], order: "given" | "reversed" = "given") {
  const entries = order === "given" ? [...files] : [...files].reverse();
  const read = readProject({ projectDir: "/projects/labelled", circumstances, files: new Map(entries) });
  if (read.kind !== "read") throw new Error(read.kind);
  return read.project;
}

it("has sixty projects and more", () => {
  expect(fixtures.length).toBeGreaterThanOrEqual(60);
});

it.each(fixtures)("$name: $label", (fixture) => {
  const { ready, runtime, issues } = validateProject(projectOf(fixture));
  const found = issues.map(({ code, severity, category, nextAction, places: [place] }) => ({
    code,
    severity,
    category,
    action: nextAction,
    ...(place === undefined ? {} : { file: place.path }),
    ...(place?.first === undefined ? {} : { lines: [place.first, place.last] }),
  }));
  expect({ ready, ...(runtime === undefined ? {} : { runtime }), issues: found }).toEqual(fixture.expected);
});

it.each(fixtures)("$name: answers the same bytes for another order of files, and never a secret", (fixture) => {
  const answer = JSON.stringify(validateProject(projectOf(fixture)));
  expect(JSON.stringify(validateProject(projectOf(fixture, "reversed")))).toBe(answer);
  for (const secret of secrets) expect(answer).not.toContain(secret);
});
