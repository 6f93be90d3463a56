import { describe, expect, it } from "vitest";
import { problemsOf } from "./operation.ts";
import { operations } from "./operations/index.ts";
import { PROBLEMS, Problem, type ProblemCode, ProblemCode as ProblemCodes, problemCodes } from "./problem.ts";

/** Where these statuses say something that the code must agree with. */
const STATUS_BY_ENDING: readonly [RegExp, number][] = [
  [/(^|_)not_found$/, 404],
  [/^(too_many_events|.*_too_large)$/, 413],
  [/_conflict$/, 409],
  [/_exists$/, 409],
  [/^unsupported_media_type$/, 415],
];

const entries = Object.entries(PROBLEMS);

describe("the problem table", () => {
  it.each(entries)("has a snake_case code, an error status and a title of one line: %s", (code, { status, title }) => {
    expect(code).toMatch(/^[a-z]+(_[a-z0-9]+)*$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(title).toMatch(/^[A-Z][^\n]*[^.\s]$/);
  });

  it("has no title twice, so that a title tells its code", () => {
    const titles = entries.map(([, { title }]) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it.each(entries)("gives %s the status that its name promises", (code, { status }) => {
    const promised = STATUS_BY_ENDING.find(([ending]) => ending.test(code))?.[1];
    if (promised) expect(status).toBe(promised);
  });

  it("says nothing of a cause where the service itself failed", () => {
    expect(PROBLEMS.internal_error).toEqual({ status: 500, title: "The service failed" });
  });

  it("has no code that nothing answers, but those of unknown paths and methods", () => {
    const declared = new Set<ProblemCode>(Object.values(operations).flatMap((operation) => problemsOf(operation)));
    expect(problemCodes.filter((code) => !declared.has(code))).toEqual(["not_found", "method_not_allowed"]);
  });
});

describe("ProblemCode", () => {
  it.each(["toString", "__proto__", "constructor", "", "RUN_NOT_FOUND"])("refuses %o", (code) => {
    expect(ProblemCodes.safeParse(code).success).toBe(false);
  });
});

describe("Problem", () => {
  it.each(entries)("can carry %s", (code, { status, title }) => {
    const problem = {
      type: `https://operator.example/problems/${code}`,
      title,
      status,
      detail: "Something about this request.",
      instance: "urn:uuid:0197c9a4-6f0c-7c1e-8d5b-4a3952c1e7d5",
      code,
      request_id: "req_1",
    };
    expect(Problem.parse(problem)).toEqual(problem);
  });
});
