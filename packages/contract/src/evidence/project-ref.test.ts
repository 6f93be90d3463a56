import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseProjectRef, projectRef } from "./project-ref.ts";
import { parseEvidenceRef } from "./ref.ts";

const snapshot = "0123456789abcdef".repeat(4);

test("A file, lines of it and one line are read", () => {
  const file = `project_${snapshot}:src/agent.py`;
  const place = { snapshot, path: "src/agent.py" };
  expect(parseProjectRef({ type: "redacted_excerpt", ref: file })).toEqual(place);
  expect(parseProjectRef({ type: "redacted_excerpt", ref: `${file}:3-7` })).toEqual({
    ...place,
    lines: { first: 3, last: 7 },
  });
  expect(parseProjectRef({ type: "log", ref: `${file}:3` })).toEqual({ ...place, lines: { first: 3, last: 3 } });
});

test("A ref into a project is an evidence ref that says so", () => {
  expect(parseEvidenceRef({ type: "log", ref: `project_${snapshot}:agent.yaml:3` })).toEqual({
    type: "project",
    place: { snapshot, path: "agent.yaml", lines: { first: 3, last: 3 } },
  });
});

test("A file whose name ends like lines is a file", () => {
  const place = { snapshot, path: "logs/a:1-2" };
  const { ref } = projectRef(place);
  expect(ref).toBe(`project_${snapshot}:logs/a%3A1-2`);
  expect(parseProjectRef({ type: "redacted_excerpt", ref })).toEqual(place);
});

test.each([
  ["redacted_excerpt", ":agent.yaml:7-3"],
  ["redacted_excerpt", ":agent.yaml:0-3"],
  ["redacted_excerpt", ":agent.yaml:3"],
  ["redacted_excerpt", ":"],
  ["redacted_excerpt", ""],
  ["redacted_excerpt", ":a:b:1-2"],
  ["redacted_excerpt", ":a%3a"],
  ["redacted_excerpt", ":a%zz"],
  ["redacted_excerpt", ":a\nb"],
  ["log", ":agent.yaml"],
  ["log", ":agent.yaml:1-2"],
  ["log", ":agent.yaml:0"],
  ["span", ":agent.yaml:1"],
] as const)("%s with %j leads into no project", (type, rest) => {
  expect(parseProjectRef({ type, ref: `project_${snapshot}${rest}` })).toBeUndefined();
});

test("A snapshot has its whole digest, in lower case", () => {
  for (const name of [snapshot.slice(1), snapshot.toUpperCase(), `${snapshot}0`]) {
    expect(parseProjectRef({ type: "redacted_excerpt", ref: `project_${name}:a` })).toBeUndefined();
  }
});

test("Every place that is written is read back, on one line", () => {
  const path = fc.string({ minLength: 1, maxLength: 60, unit: fc.constantFrom(..."ab/.:%-129 \n\u0007é☃") });
  fc.assert(
    fc.property(path, fc.nat(1000), fc.option(fc.nat(50)), (name, start, length) => {
      const lines = length === null ? {} : { lines: { first: start + 1, last: start + 1 + length } };
      const place = { snapshot, path: name, ...lines };
      const ref = projectRef(place);
      expect(ref.ref).not.toMatch(/[\n\u0007]/);
      expect(parseProjectRef(ref)).toEqual(place);
    }),
  );
});
