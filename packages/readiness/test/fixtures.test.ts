import { expect, it } from "vitest";
import { readProject } from "../src/read/read-project.ts";
import { redactProject } from "../src/redact/redact-project.ts";
import { validateProject } from "../src/validate.ts";
import { zip } from "./archives.ts";
import { fixtures, secrets } from "./fixtures.ts";

const SENT = { projectDir: "/projects/labelled" };

function projectOf({ files, circumstances }: (typeof fixtures)[number], order: "given" | "reversed" = "given") {
  const entries = order === "given" ? [...files] : [...files].reverse();
  return projectIn(readProject({ ...SENT, circumstances, files: new Map(entries) }));
}

function unpackedOf({ files, circumstances }: (typeof fixtures)[number]) {
  const archive = zip(...[...files].map(([name, content]) => ({ name: `project/${name}`, content })));
  return projectIn(readProject({ ...SENT, circumstances, archive, mediaType: "application/zip" }));
}

function projectIn(read: ReturnType<typeof readProject>) {
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

it("has a label of its own for each", () => {
  expect(new Set(fixtures.map(({ label }) => label)).size).toBe(fixtures.length);
});

it.each(fixtures)(
  "$name: answers the same bytes for another order of files and for an archive, and never a secret",
  (fixture) => {
    const answer = JSON.stringify(validateProject(projectOf(fixture)));
    expect(JSON.stringify(validateProject(projectOf(fixture, "reversed")))).toBe(answer);
    expect(JSON.stringify(validateProject(unpackedOf(fixture)))).toBe(answer);
    const kept = JSON.stringify([...redactProject(projectOf(fixture)).files]);
    for (const secret of secrets) {
      expect(answer).not.toContain(secret);
      expect(kept).not.toContain(secret);
    }
  },
);
