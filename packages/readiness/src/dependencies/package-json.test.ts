import { describe, expect, it } from "vitest";
import { dependencyFindings } from "./dependency-findings.ts";
import { projectOf, summarised } from "./testing/project-of.ts";

const VALID = `{
  "name": "agent",
  "dependencies": {
    "zod": "^4.0.0",
    "@scope/name": "1.x || >=2.5.0 <3",
    "tagged": "latest",
    "aliased": "npm:other@^1",
    "near": "file:./near",
    "repository": "owner/name#v1",
    "far": "git+https://example.com/far.git"
  },
  "devDependencies": {
    "vitest": "*"
  }
}
`;
const FILES = { "near/package.json": "{}", "yarn.lock": "" };

/** Findings with one change to a valid project. */
function found(before: string, after: string, more: Readonly<Record<string, string>> = {}): string[] {
  expect(VALID).toContain(before);
  const project = projectOf({ "package.json": VALID.replace(before, after), ...FILES, ...more });
  return summarised(dependencyFindings(project));
}

describe("package.json", () => {
  it("may hold all that npm installs", () => {
    expect(found("", "")).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['"latest",', '"latest"', "package_json_syntax blocking package.json:7"],
    ["^4.0.0", "^4.0.x.1", "package_range_invalid blocking package.json:4"],
    ["^4.0.0", ">=a", "package_range_invalid blocking package.json:4"],
    ["^4.0.0", "4.0.0.1", "package_range_invalid blocking package.json:4"],
    ["^4.0.0", "the latest", "package_range_invalid blocking package.json:4"],
    ['"^4.0.0"', "4", "package_json_invalid blocking package.json:4"],
    ['"zod"', '"zod zod"', "package_json_invalid blocking package.json:4"],
    ["./near", "./gone", "package_path_missing blocking package.json:8"],
    ["./near", "../near", "package_path_outside blocking package.json:8"],
    ['"tagged"', '"zod"', "package_json_repeated advisory package.json:6"],
    ['"vitest": "*"', '"zod": "^3"', "dependency_versions_conflict advisory package.json:4"],
    [
      '"devDependencies": {\n    "vitest"',
      '"peerDependencies": {\n    "zod": "3", "vitest"',
      "dependency_versions_conflict blocking package.json:4",
    ],
    [
      '"devDependencies": {\n    "vitest": "*"\n  }',
      '"devDependencies": []',
      "package_json_invalid blocking package.json:12",
    ],
  ])("with %j changed to %j is reported", (before, after, expected) => {
    expect(found(before, after)).toEqual([expected]);
  });

  it("agrees with itself when two ranges share a version", () => {
    expect(found('"vitest": "*"', '"zod": ">=4.2"')).toEqual([]);
  });
});

describe("a package that is imported", () => {
  it.each([
    ['import { z } from "zod/v4"'],
    ['import "@scope/name/sub"'],
    ['import fs from "node:fs/promises"; import path from "path"; import "fs/promises"'],
    ['import "./near.js"; import "../x"; import "/x"; import "#internal"; import "https://example.com/x.js"'],
    ['import "agent/self"'],
    ['import type { X } from "types-only"'],
    ['try { require("maybe") } catch {}'],
    ['import x from "@/lib/x"; import y from "~lib"'],
    ['import { env } from "cloudflare:workers"'],
  ])("by %s needs no more", (text) => {
    const tsconfig =
      '{\n // aliases\n "compilerOptions": { "paths": { "@/*": ["./src/*"], "~lib": ["./lib.ts"], }, },\n}';
    expect(found("", "", { "src/main.ts": text, "tsconfig.json": tsconfig })).toEqual([]);
  });

  it.each<[string, string]>([
    ['import x from "express"', "import_undeclared blocking src/main.ts:1"],
    ['import "@scope/other"', "import_undeclared blocking src/main.ts:1"],
    ['const x = () => { require("express") }', "import_undeclared advisory src/main.ts:1"],
    ['import "vitest"', "import_only_development blocking src/main.ts:1"],
  ])("by %s is reported", (text, expected) => {
    expect(found("", "", { "src/main.ts": text })).toEqual([expected]);
  });

  it("is told once, with each place", () => {
    const files = { "a.mjs": 'import "express"', "b.test.ts": 'import "chai"', "c.cjs": '\nrequire("express/lib")' };
    const project = projectOf({ "package.json": '{"name": "agent"}', ...files });
    expect(dependencyFindings(project)).toEqual([
      {
        code: "import_undeclared",
        severity: "blocking",
        category: "dependency_conflict",
        message: 'The package "express" is imported and not declared.',
        nextAction: "install_dependency",
        places: [
          { path: "a.mjs", first: 1, last: 1 },
          { path: "c.cjs", first: 2, last: 2 },
        ],
      },
    ]);
  });

  it("may be declared by a package.json nearer to the file", () => {
    const files = { "web/package.json": '{"dependencies": {"react": "19"}}', "web/src/x.tsx": 'import "react"' };
    expect(found("", "", files)).toEqual([]);
  });

  it("by a script of a project of Python is for a browser", () => {
    expect(dependencyFindings(projectOf({ "main.py": "", "static/app.js": 'import "vue"' }))).toEqual([]);
  });
});
