import { describe, expect, it } from "vitest";
import { dependencyFindings } from "./dependency-findings.ts";
import { projectOf, summarised } from "./testing/project-of.ts";

const found = (files: Readonly<Record<string, string>>) => summarised(dependencyFindings(projectOf(files)));

const PACKAGE = '{\n  "dependencies": {\n    "zod": "^4.1.0"\n  }\n}\n';
const PACKAGE_LOCK = `{
  "lockfileVersion": 3,
  "packages": {
    "": { "dependencies": { "zod": "^4.1.0" } },
    "node_modules/zod": { "version": "4.1.12" }
  }
}
`;

describe("package-lock.json", () => {
  it.each<[string, string, string[]]>([
    ["", "", []],
    ["4.1.12", "4.0.9", ["lock_stale blocking package.json:3"]],
    ["node_modules/zod", "node_modules/zood", ["lock_stale blocking package.json:3"]],
    ['"zod": "^4.1.0" }', '"zod": "^4.1.0", "gone": "1" }', ["lock_outdated advisory package-lock.json:4"]],
    ['"lockfileVersion": 3,', '"lockfileVersion": 3', ["lock_syntax blocking package-lock.json:3"]],
    ['"packages"', '"dependencies"', ["lock_old advisory package-lock.json:2"]],
  ])("with %j changed to %j gives %j", (before, after, expected) => {
    expect(PACKAGE_LOCK).toContain(before);
    expect(found({ "package.json": PACKAGE, "package-lock.json": PACKAGE_LOCK.replace(before, after) })).toEqual(
      expected,
    );
  });

  it("is missed", () => {
    expect(found({ "package.json": PACKAGE })).toEqual(["lock_missing advisory package.json:3"]);
    expect(found({ "package.json": "{}" })).toEqual([]);
  });

  it("is one of two", () => {
    expect(found({ "package.json": PACKAGE, "package-lock.json": PACKAGE_LOCK, "pnpm-lock.yaml": "" })).toEqual([
      "locks_several advisory package-lock.json:undefined",
    ]);
  });
});

const PYPROJECT = '[project]\nname = "agent"\ndependencies = [\n  "httpx>=0.27,<1",\n]\n';
const UV_LOCK = `version = 1

[[package]]
name = "httpx"
version = "0.28.1"

[[package]]
name = "agent"
version = "1"
source = { virtual = "." }

[package.metadata]
requires-dist = [{ name = "httpx", specifier = "<1, >=0.27" }]
`;

describe("uv.lock", () => {
  it.each<[string, string, string[]]>([
    ["", "", []],
    ["0.28.1", "0.26.0", ["lock_stale blocking pyproject.toml:4"]],
    ['name = "httpx"\nversion', 'name = "other"\nversion', ["lock_stale blocking pyproject.toml:4"]],
    ["<1, >=0.27", ">=0.26", ["lock_outdated advisory uv.lock:7"]],
    [
      'specifier = "<1, >=0.27" }',
      'specifier = "<1, >=0.27" }, { name = "gone" }',
      ["lock_outdated advisory uv.lock:7"],
    ],
    ["version = 1\n", "version = \n", ["lock_syntax blocking uv.lock:1"]],
  ])("with %j changed to %j gives %j", (before, after, expected) => {
    expect(UV_LOCK).toContain(before);
    expect(found({ "pyproject.toml": PYPROJECT, "uv.lock": UV_LOCK.replace(before, after) })).toEqual(expected);
  });

  it("is missed, but not beside requirements.txt", () => {
    expect(found({ "pyproject.toml": PYPROJECT })).toEqual(["lock_missing advisory pyproject.toml:4"]);
    expect(found({ "pyproject.toml": PYPROJECT, "requirements.txt": "httpx==0.28.1" })).toEqual([]);
  });
});

describe("poetry.lock", () => {
  const pyproject = '[tool.poetry.dependencies]\npython = "^3.10"\nhttpx = "^0.27"\n';
  const lock = (version: string) => `[[package]]\nname = "httpx"\nversion = "${version}"\n`;

  it("has versions that are declared", () => {
    expect(found({ "pyproject.toml": pyproject, "poetry.lock": lock("0.27.2") })).toEqual([]);
    expect(found({ "pyproject.toml": pyproject, "poetry.lock": lock("0.28.0") })).toEqual([
      "lock_stale blocking pyproject.toml:3",
    ]);
  });
});
