import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dependencyFindings } from "./dependency-findings.ts";
import { specifierOfPoetry } from "./poetry-version.ts";
import { readPyproject } from "./pyproject.ts";
import { projectOf, summarised } from "./testing/project-of.ts";
import { readToml } from "./toml.ts";
import { tomlEntries } from "./toml-lines.ts";

const read = (text: string) => readPyproject(projectOf({ "pyproject.toml": text }));
const found = (text: string) => summarised(read(text)?.findings ?? []);

/** Declarations as `name specifier; marker purpose:line`. */
function declared(text: string): string[] {
  return (read(text)?.declarations ?? []).map(({ name, specifier, marker, purpose, place }) => {
    return `${name} ${specifier}${marker === "" ? "" : `; ${marker}`} ${purpose}:${place.first}`;
  });
}

const VALID = `[build-system]
requires = ["hatchling"]

[project]
name = "My.Agent"
version = "1"
requires-python = ">=3.10"
dependencies = [
  "httpx[http2]>=0.27,<1", # why
  'Pydantic ~= 2.0 ; python_version > "3.8"',
  "tool @ https://example.com/tool.whl",
]

[project.optional-dependencies]
Extra_One = ["rich"]

[dependency-groups]
dev = [
  "pytest>=8",
  { include-group = "lint" },
]
lint = ["ruff"]

[tool.uv.sources]
rich = { git = "https://example.com/rich.git" }
`;

describe("pyproject.toml", () => {
  it("declares with its lines", () => {
    expect(found(VALID)).toEqual([]);
    expect(declared(VALID)).toEqual([
      "httpx >=0.27,<1 runtime:9",
      'pydantic ~= 2.0; python_version > "3.8" runtime:10',
      "tool  runtime:11",
      "rich  optional:15",
      "pytest >=8 development:19",
      "ruff  development:22",
    ]);
    const [, , , rich] = read(VALID)?.declarations ?? [];
    expect(rich?.direct).toBe(true);
    expect(read(VALID)).toMatchObject({ name: "my-agent", python: ">=3.10", isOpen: false });
  });

  it.each<[string, string, string]>([
    ['"rich"]', '"rich" "x"]', "pyproject_syntax blocking pyproject.toml:15"],
    ["httpx[http2]>=0.27,<1", "httpx=0.27", "requirement_invalid blocking pyproject.toml:9"],
    ['["rich"]', '"rich"', "pyproject_dependencies_invalid advisory pyproject.toml:15"],
    ['["ruff"]', "[1]", "pyproject_dependencies_invalid advisory pyproject.toml:22"],
    ['["ruff"]', '["ruff=1"]', "requirement_invalid advisory pyproject.toml:22"],
    ['group = "lint"', 'group = "gone"', "dependency_group_missing advisory pyproject.toml:18-21"],
    ['["ruff"]', '[{include-group = "lint"}]', "dependency_group_cycle advisory pyproject.toml:22"],
    ['">=3.10"', '"3.10"', "requires_python_invalid blocking pyproject.toml:7"],
    ['">=3.10"', '">=3.10,<3"', "requires_python_invalid blocking pyproject.toml:7"],
    ['">=3.10"', "3.10", "requires_python_invalid blocking pyproject.toml:7"],
    ['version = "1"', 'dynamic = ["dependencies"]', "pyproject_dependencies_twice blocking pyproject.toml:8-12"],
  ])("with %s changed to %s is refused", (before, after, expected) => {
    expect(VALID).toContain(before);
    expect(found(VALID.replace(before, after))).toEqual([expected]);
  });

  it.each([
    ["3.12", ">=3.10", []],
    ["3.12", ">=3.12.4", []],
    ["3.12", "<3.12", ["requires_python_excludes_runtime blocking pyproject.toml:2"]],
    ["", "<3.12", []],
  ])("for an agent on Python %s allows %s", (agent, python, expected) => {
    const files = {
      "agent.yaml": `runtime: python${agent}\n`,
      "pyproject.toml": `[project]\nrequires-python = "${python}"\n`,
    };
    expect(summarised(dependencyFindings(projectOf(files)))).toEqual(expected);
  });

  it("declares as poetry does", () => {
    const text = `[tool.poetry]
name = "agent"
[tool.poetry.dependencies]
python = "^3.10"
httpx = "^0.27.1"
pydantic = {version = "~2.1", extras = ["email"], markers = "python_version > '3.8'"}
rich = {version = "*", optional = true}
tool = {git = "https://example.com/tool.git"}
both = [
  {version = "<2", python = "<3.11"},
  {version = ">=2", python = ">=3.11"},
]
[tool.poetry.group.dev.dependencies]
pytest = "8.*"
[tool.poetry.dependencies.numpy]
version = "1.26"
`;
    expect(found(text)).toEqual([]);
    expect(declared(text)).toEqual([
      "httpx >=0.27.1,<0.28 runtime:5",
      "pydantic >=2.1,<2.2; python_version > '3.8' runtime:6",
      "rich  optional:7",
      "tool  runtime:8",
      'both <2; python_full_version < "3.11" runtime:9',
      'both >=2; python_full_version >= "3.11" runtime:9',
      "numpy ==1.26 runtime:15",
      "pytest ==8.* development:14",
    ]);
    expect(read(text)?.python).toBe(">=3.10,<4");
  });

  it.each([
    ["httpx = '^x'"],
    ["httpx = '>>1'"],
    ["httpx = {extras = ['a']}"],
    ["httpx = 1"],
    ["httpx = {version = '1', markers = 'nonsense'}"],
  ])("of poetry is refused with %s", (line) => {
    expect(found(`[tool.poetry.dependencies]\n${line}\n`)).toEqual(["requirement_invalid blocking pyproject.toml:2"]);
  });
});

describe("a constraint of poetry", () => {
  it.each<[string, string | undefined]>([
    ["^1.2.3", ">=1.2.3,<2"],
    ["^0.2.3", ">=0.2.3,<0.3"],
    ["^0.0.3", ">=0.0.3,<0.0.4"],
    ["^0.0", ">=0.0,<0.1"],
    ["^0", ">=0,<1"],
    ["~1.2.3", ">=1.2.3,<1.3"],
    ["~1", ">=1,<2"],
    ["~=1.2", "~=1.2"],
    ["1.*", "==1.*"],
    ["*", ""],
    [">=1 , <2", ">=1,<2"],
    [">= 1 <2", ">=1,<2"],
    ["^1 || ^2", ""],
    ["=1.2", "==1.2"],
    ["^1.0 || x", undefined],
    ["latest", undefined],
  ])("%s is %s", (constraint, expected) => {
    expect(specifierOfPoetry(constraint)).toBe(expected);
  });
});

describe("lines of TOML", () => {
  it("are those of keys and tables, also beside strings that look like them", () => {
    const text =
      '# [no]\na = """\n[b]\nc = 1\n"""\r\n["x.y".z] # t\nk.l = [\n  1, # ]\n]\n[[p]]\nn = "#"\n[[p]]\nn = \'"\'\n';
    expect(tomlEntries(text).map(({ path, first, last }) => `${path.join("/")} ${first}-${last}`)).toEqual([
      ...["a 2-5", "x.y/z 6-6", "x.y/z/k/l 7-9", "p/0 10-10", "p/0/n 11-11", "p/1 12-12", "p/1/n 13-13"],
    ]);
  });

  it("are inside the file, whatever stands in it", () => {
    const piece = fc.constantFrom(
      "[a]",
      "[[b]]",
      "\n",
      "k = ",
      '"x"',
      '"""',
      "'''",
      "'y'",
      "[",
      "]",
      "{",
      "}",
      "#",
      ",",
      "1",
      ".",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join("");
        const lines = text.split("\n").length;
        readPyproject(projectOf({ "pyproject.toml": text }));
        if ("line" in readToml(text)) return;
        for (const { first, last } of tomlEntries(text))
          expect(first >= 1 && last <= lines && first <= last).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
